-- A message is what is told, once for each (origin, notice, recipient); a delivery is one way in
-- which it leaves. origin: "event:17", "clock:3:1" (its first warning), "code:…".
CREATE TABLE delivery (
    id ID, message_id INT NOT NULL, channel TEXT NOT NULL, address_sealed TEXT NOT NULL,
    urgent FLAG NOT NULL, reference TEXT NOT NULL, state TEXT NOT NULL,
    lease_until_us INSTANT NOT NULL, fence INT NOT NULL, attempts INT NOT NULL, error TEXT,
    created_us INSTANT NOT NULL, sent_us INSTANT, reported_us INSTANT
);
INSERT INTO delivery (id, message_id, channel, address_sealed, urgent, reference, state,
    lease_until_us, fence, attempts, created_us, sent_us)
    SELECT id, id, 'sms', address_sealed, 0, 'before-' || id, state, lease_until_us, fence, attempts,
    created_us, sent_us FROM message WHERE channel = 'sms' AND address_sealed IS NOT NULL;
CREATE INDEX delivery_waiting ON delivery (lease_until_us) WHERE state = 'waiting';
CREATE UNIQUE INDEX delivery_once ON delivery (message_id, channel);
CREATE UNIQUE INDEX delivery_by_reference ON delivery (reference);

ALTER TABLE message ADD COLUMN origin TEXT;
ALTER TABLE message ADD COLUMN recipient TEXT;
CREATE UNIQUE INDEX message_once ON message (origin, notice, recipient);
DROP INDEX message_waiting;
ALTER TABLE message DROP COLUMN channel;
ALTER TABLE message DROP COLUMN address_sealed;
ALTER TABLE message DROP COLUMN state;
ALTER TABLE message DROP COLUMN lease_until_us;
ALTER TABLE message DROP COLUMN fence;
ALTER TABLE message DROP COLUMN attempts;
ALTER TABLE message DROP COLUMN sent_us;

-- Where an account wants its messages as e-mail too: only an address that was confirmed by a code.
ALTER TABLE account ADD COLUMN email_sealed TEXT;
ALTER TABLE account ADD COLUMN email_pending TEXT;
ALTER TABLE account ADD COLUMN email_code TEXT;
ALTER TABLE account ADD COLUMN email_until_us INSTANT NOT NULL DEFAULT 0;
ALTER TABLE account ADD COLUMN email_tries INT NOT NULL DEFAULT 0;
