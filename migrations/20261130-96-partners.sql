-- Who works for a partner body (总对总) at a court, on this platform: by an account, and as the person of it, so that they read
-- what they take part in and nothing else.
CREATE TABLE partner_person (
    id ID, court TEXT NOT NULL, partner TEXT NOT NULL, account_id INT NOT NULL, person_id INT NOT NULL,
    name TEXT NOT NULL, from_us INSTANT NOT NULL, ended_us INSTANT
);
CREATE UNIQUE INDEX partner_person_once ON partner_person (court, partner, account_id) WHERE ended_us IS NULL;
