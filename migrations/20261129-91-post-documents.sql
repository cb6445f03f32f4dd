-- Files that come with a message: their public ids, separated by blanks. The files themselves are documents of kind "post".
ALTER TABLE post ADD COLUMN documents TEXT;
