"""A server with one demo folder, and whoever sends documents to it."""
import http.client
import json
import os
import socket
import urllib.parse
import uuid

import play
from patience import PATIENCE_SECONDS

STORY = {"clock": "2026-11-24T09:00:00+08:00",
         "who": {"citizen": {"phone": "13971260011", "name": "沈竹青", "id_number": "422301198803150029"},
                 "other": {"phone": "13971260012"},
                 "admin": {"login": "admin", "password": "fengqiao-demo"},
                 "window": {"login": "window_clerk", "password": "fengqiao-demo"}}}


class Place:
    """One running server; requests by people of the story."""

    def __init__(self, template, options=()):
        self.instance = template.start(STORY["clock"], options)
        self.player = play.Player(STORY, self.instance)

    def ask(self, who, method, path, body=None, raw=None, key=None, **headers):
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if key:
            named["Idempotency-Key"] = key
        status, reply, _ = self.player.send(self.player.person(who), method, path, body, named, raw)
        problem = self.player.description().check(method, path.split("?")[0], status, reply)
        assert not problem, f"{method} {path}: {status} is not what OpenAPI says: {problem}"
        return status, reply

    def bytes(self, who, path):
        """Status, bytes and headers of a GET that is no JSON."""
        connection = http.client.HTTPConnection("127.0.0.1", self.instance.port, timeout=PATIENCE_SECONDS)
        connection.request("GET", "/api/v1" + path, headers={"Cookie": self.player.person(who).cookie})
        reply = connection.getresponse()
        return reply.status, reply.read(), reply.headers

    def upload(self, who, name, raw, kind="evidence"):
        return self.ask(who, "POST", f"/documents?name={urllib.parse.quote(name)}&kind={kind}", raw=raw)

    def begin(self, who, name, raw, **more):
        return self.ask(who, "POST", "/uploads", {"name": name, "kind": "evidence", "size_bytes": len(raw), **more})

    def part(self, who, upload, offset, raw, **headers):
        return self.ask(who, "PATCH", f"/uploads/{upload}?offset={offset}", raw=raw, **headers)

    def break_off(self, who, upload, offset, raw, sent):
        """A part whose connection breaks when so many bytes of the request are out."""
        person = self.player.person(who)
        head = (f"PATCH /api/v1/uploads/{upload}?offset={offset} HTTP/1.1\r\nHost: x\r\nCookie: {person.cookie}\r\n"
                f"X-CSRF: {person.csrf}\r\nIdempotency-Key: {uuid.uuid4().hex}\r\nContent-Length: {len(raw)}\r\n\r\n").encode()
        with socket.create_connection(("127.0.0.1", self.instance.port), timeout=30) as line:
            line.sendall((head + raw)[:sent])
        return len(head) + len(raw)

    def parts_on_disk(self):
        folder = os.path.join(self.instance.data, "blobs", "parts")
        return sorted(os.listdir(folder)) if os.path.isdir(folder) else []

    def clock(self, change):
        self.player.clock(change)

    def kill(self):
        self.instance.restart_after_kill(self.player.now.isoformat())

    def stop(self):
        self.instance.stop()


def shown(reply):
    return json.dumps(reply, ensure_ascii=False)[:600]
