-- Who acts for an organisation: an account of the organisation's own (kind 'company', nobody signs in with it)
-- gives the delegation; the matter it was checked in ends it.
ALTER TABLE delegation ADD COLUMN capacity TEXT;
ALTER TABLE delegation ADD COLUMN matter_id INT;
CREATE UNIQUE INDEX account_of_company ON account (person_id) WHERE kind = 'company';
-- One legal representative: whoever was entered before ends as the next is entered.
CREATE UNIQUE INDEX delegation_one_head ON delegation (account_id)
    WHERE capacity = 'legal_representative' AND ended_us IS NULL;
CREATE UNIQUE INDEX delegation_by_matter ON delegation (matter_id) WHERE matter_id IS NOT NULL;
