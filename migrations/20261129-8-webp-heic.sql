-- Of these no decoder was tried before.
UPDATE document SET look = 'waiting' WHERE look = 'failed' AND media_type IN ('image/webp', 'image/heic');
