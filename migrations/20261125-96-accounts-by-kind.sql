-- Accounts of one kind, page by page: partners' systems among millions of the public.
CREATE INDEX account_by_kind ON account (kind, id);
