-- What has ended is found without reading what has not.
CREATE INDEX session_by_end ON session (expires_us);
CREATE INDEX login_code_by_end ON login_code (expires_us);
