-- Name and number that somebody typed are a claim. They open what others filed only once checked:
-- by the identity service, or by a clerk who saw the card.
ALTER TABLE account ADD COLUMN checked_us INSTANT;
ALTER TABLE account ADD COLUMN checked_by INT;
UPDATE account SET checked_us = created_us WHERE kind <> 'public' AND person_id IS NOT NULL;
