-- What the public roster tells of a mediator (OMR 5), and why somebody was suspended or removed. The status `noticed` is new: under public
-- notice, serving nowhere yet.
ALTER TABLE mediator ADD COLUMN hours TEXT;
ALTER TABLE mediator ADD COLUMN skills TEXT;
ALTER TABLE mediator ADD COLUMN charging TEXT;
ALTER TABLE mediator ADD COLUMN status_reason TEXT;
