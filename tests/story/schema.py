"""Holds replies against the server's own OpenAPI description."""
import re
import zlib

import jsonschema


class Description:
    def __init__(self, document):
        self.document = document
        self.operations = []
        for path, methods in document.get("paths", {}).items():
            pattern = re.compile("^" + re.sub(r"\\\{[^}]+\\\}|\{[^}]+\}", r"[^/]+", path) + "$")
            for method, operation in methods.items():
                if isinstance(operation, dict):
                    self.operations.append((method.upper(), path.count("{"), pattern, operation))
        self.operations.sort(key=lambda row: row[1])  # fixed words before parameters

    def check(self, method, path, status, reply):
        """None when the reply is as described, else what is wrong."""
        for candidates in (path, "/api/v1" + path):
            for operation_method, _, pattern, operation in self.operations:
                if operation_method == method and pattern.match(candidates):
                    return self.check_reply(operation, status, reply)
        if status in (400, 401, 403, 404, 405):
            return None  # an unknown path is not described
        return "no such operation in the description"

    def check_reply(self, operation, status, reply):
        replies = operation.get("responses", {})
        described = replies.get(str(status)) or replies.get("default")
        if described is None:
            return f"status {status} is not described"
        for kind, content in described.get("content", {}).items():
            if "json" in kind and not isinstance(reply, str):
                found = dict(content.get("schema", {}))
                found["components"] = self.document.get("components", {})
                try:
                    jsonschema.Draft202012Validator(found).validate(reply)
                except jsonschema.ValidationError as error:
                    return f"{'/'.join(str(part) for part in error.absolute_path)}: {error.message[:300]}"
                return None
        return None if isinstance(reply, str) else "the reply is JSON, and no schema is given for it"


def sample_file(kind):
    """A small real file of a kind, invented."""
    if kind == "pdf":
        body = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n" \
               b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
        return body + b"xref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n0000000052 00000 n \n0000000101 00000 n \n" \
                      b"trailer<</Size 4/Root 1 0 R>>\nstartxref\n164\n%%EOF\n"
    if kind == "png":
        def chunk(name, data):
            return len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")
        header = (2).to_bytes(4, "big") * 2 + bytes([8, 2, 0, 0, 0])
        rows = b"".join(b"\0" + b"\x22\x66\xaa" * 2 for _ in range(2))
        return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    if kind == "program":
        return b"\x7fELF\x02\x01\x01" + bytes(200)
    raise ValueError(kind)
