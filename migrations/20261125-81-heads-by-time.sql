-- The newest signed head of a day is published: found by time.
CREATE INDEX signed_head_by_time ON signed_head (signed_us);
