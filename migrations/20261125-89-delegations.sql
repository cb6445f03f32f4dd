-- An account lets another act for it, within named rights, until a date. Offered to a phone, in force
-- once whoever signs in with that phone, and is who was named, accepts.
CREATE TABLE delegation (
    id ID, account_id INT NOT NULL, name TEXT NOT NULL, phone_sealed TEXT NOT NULL, phone_index TEXT NOT NULL,
    rights TEXT NOT NULL, systems TEXT NOT NULL, to_day DAY NOT NULL, set_us INSTANT NOT NULL,
    delegate_id INT, accepted_us INSTANT, ended_us INSTANT, ended_by INT
);
CREATE INDEX delegation_by_account ON delegation (account_id, id);
CREATE INDEX delegation_by_phone ON delegation (phone_index) WHERE ended_us IS NULL;
CREATE INDEX delegation_by_delegate ON delegation (delegate_id, id) WHERE delegate_id IS NOT NULL;

-- Everything done for another, events and what is none (drafts, uploads, messages): who, for whom.
CREATE TABLE delegated_act (
    id ID, delegation_id INT NOT NULL, account_id INT NOT NULL, operation TEXT NOT NULL, action TEXT,
    matter_id INT, at_us INSTANT NOT NULL
);
CREATE INDEX delegated_act_by_delegation ON delegated_act (delegation_id, id);

-- For whom an event was carried out; its commitment "acting_for" says so inside the chain.
ALTER TABLE event ADD COLUMN for_account INT;
