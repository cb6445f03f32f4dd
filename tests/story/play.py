"""Plays one story: steps of who, what, and what must be true afterwards."""
import base64
import datetime
import hmac
import http.client
import json
import re
import time
import urllib.parse
import uuid

import schema
import workbook
from patience import PATIENCE_SECONDS

SHANGHAI = datetime.timezone(datetime.timedelta(hours=8))


class Broken(Exception):
    """A step did not come out as the story says."""


def at(value, path):
    """Follows "a.b[0].c", also "list[name=x].y"; returns None where a step is missing."""
    for step in re.findall(r"[^.\[\]]+|\[[^\]]*\]", path):
        if value is None:
            return None
        if step.startswith("["):
            inner = step[1:-1]
            if "=" in inner:
                name, wanted = inner.split("=", 1)
                value = next((item for item in value if str(at(item, name)) == wanted), None)
            else:
                index = int(inner)
                value = value[index] if -len(value) <= index < len(value) else None
        elif isinstance(value, dict):
            value = value.get(step)
        else:
            return None
    return value


def holds(actual, wanted):
    if isinstance(wanted, dict) and len(wanted) == 1:
        kind, argument = next(iter(wanted.items()))
        if kind == "matches":
            return isinstance(actual, str) and re.search(argument, actual) is not None
        if kind == "contains":
            return argument in actual if actual is not None else False
        if kind == "count":
            return actual is not None and len(actual) == argument
        if kind == "at_least":
            return actual is not None and actual >= argument
        if kind == "not":
            return not holds(actual, argument)
        if kind == "given":
            return (actual is not None) == argument
    return actual == wanted


def totp(secret, steps):
    """What an authenticator on a telephone shows now, or so many steps of 30 seconds later (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    counter = (int(time.time()) // 30 + steps).to_bytes(8, "big")
    digest = hmac.new(key, counter, "sha1").digest()
    number = int.from_bytes(digest[digest[19] & 15:][:4], "big") & 0x7FFFFFFF
    return f"{number % 10**6:06}"


class Person:
    """One browser: a cookie and a CSRF word."""

    def __init__(self):
        self.cookie = self.csrf = self.key = None


class Player:
    def __init__(self, story, instance, narrate=False):
        self.story, self.instance, self.narrate = story, instance, narrate
        self.people, self.saved, self.versions = {}, {}, {}
        self.now = datetime.datetime.fromisoformat(story.get("clock", "2026-11-24T09:00:00+08:00"))
        self.number = 0
        self.api = None

    # -- the wire ------------------------------------------------------------------------------

    def send(self, person, method, path, body=None, headers=None, raw=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.instance.port, timeout=PATIENCE_SECONDS)
        sent = {"Accept": "application/json"}
        if person and person.cookie:
            sent["Cookie"] = person.cookie
        if person and person.key:
            sent["Authorization"] = "Bearer " + person.key
        payload = None
        if raw is not None:
            payload = raw
            sent["Content-Type"] = "application/octet-stream"
        elif body is not None:
            payload = json.dumps(body, ensure_ascii=False).encode()
            sent["Content-Type"] = "application/json"
        if person and person.key:
            sent["Authorization"] = f"Bearer {person.key}"
        if method != "GET":
            sent["Idempotency-Key"] = uuid.uuid4().hex
            if person and person.csrf:
                sent["X-CSRF"] = person.csrf
        sent.update(headers or {})
        sent = {name: value for name, value in sent.items() if value is not None}
        full = path if path.startswith(("/healthz", "/metrics", "/api/")) else "/api/v1" + path
        connection.request(method, urllib.parse.quote(full, safe="/?&=%:,+-._~$"), payload, sent)
        reply = connection.getresponse()
        data = reply.read()
        cookie = reply.headers.get("Set-Cookie")
        if cookie and person is not None:
            person.cookie = cookie.split(";", 1)[0]
        kind = reply.headers.get("Content-Type", "")
        if kind == workbook.MEDIA_TYPE and reply.status == 200:
            parsed = "\n".join("|".join(row) for row in workbook.read(data))
        else:
            parsed = json.loads(data) if "json" in kind and data else data.decode("utf-8", "replace")
        connection.close()
        return reply.status, parsed, reply.headers

    def description(self):
        if self.api is None:
            connection = http.client.HTTPConnection("127.0.0.1", self.instance.port, timeout=PATIENCE_SECONDS)
            connection.request("GET", "/api/openapi.json")
            self.api = schema.Description(json.loads(connection.getresponse().read()))
        return self.api

    # -- people --------------------------------------------------------------------------------

    def person(self, name):
        if name is None:
            return None
        if name not in self.people:
            self.people[name] = Person()
            facts = self.story.get("who", {}).get(name)
            if facts is None:
                raise Broken(f"nobody is called '{name}' in this story")
            self.sign_in(self.people[name], facts)
        return self.people[name]

    def sign_in(self, person, facts):
        if "key" in facts:  # a machine: the key somebody was shown once, saved by an earlier step
            person.key = self.fill(facts["key"])
            return
        if "phone" in facts:
            status, reply, _ = self.send(None, "POST", "/session/code", {"phone": facts["phone"]})
            if status not in (200, 202, 204):
                raise Broken(f"no login code for {facts['phone']}: {status} {reply}")
            code = self.login_code(facts["phone"])
            body = {"phone": facts["phone"], "code": code}
        else:
            body = {"login": facts["login"], "password": facts["password"]}
        status, reply, _ = self.send(person, "POST", "/session", body)
        if status != 201:
            raise Broken(f"could not sign in {facts}: {status} {reply}")
        person.csrf = reply["csrf"]
        if "id_number" in facts:
            status, reply, _ = self.send(person, "PATCH", "/account",
                                         {"name": facts["name"], "id_number": facts["id_number"]})
            if status != 200:
                raise Broken(f"real-name data of {facts['name']}: {status} {reply}")

    def login_code(self, phone):
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end:
            _, reply, _ = self.send(None, "GET", "/outbox?limit=20")
            for item in reply.get("items", []):
                found = re.search(r"\b(\d{6})\b", item.get("text", ""))
                if found and item.get("notice") == "login_code" \
                        and any(str(sent["address"]).replace("*", "")[-4:] == phone[-4:] for sent in item["deliveries"]):
                    return found[1]
            time.sleep(0.1)
        raise Broken(f"no login code for {phone} in the demo's outbox")

    # -- steps ---------------------------------------------------------------------------------

    def fill(self, value):
        if isinstance(value, str):
            whole = re.fullmatch(r"\$\{(\w+)\}", value)
            if whole:
                return self.saved[whole[1]]
            return re.sub(r"\$\{(\w+)\}", lambda found: str(self.saved[found[1]]), value)
        if isinstance(value, list):
            return [self.fill(item) for item in value]
        if isinstance(value, dict) and "totp" in value:
            code = totp(self.fill(value["totp"]), value.get("steps", 0))
            self.saved[value.get("keep", "totp")] = code
            return code
        if isinstance(value, dict):
            return {name: self.fill(item) for name, item in value.items()}
        return value

    def clock(self, change):
        found = re.fullmatch(r"\+(\d+)([dhm])", change)
        if found:
            unit = {"d": "days", "h": "hours", "m": "minutes"}[found[2]]
            self.now += datetime.timedelta(**{unit: int(found[1])})
        else:
            self.now = datetime.datetime.fromisoformat(change)
        status, reply, _ = self.send(None, "POST", "/demo/clock", {"now": self.now.isoformat()})
        if status != 200:
            raise Broken(f"the clock could not be set: {status} {reply}")

    def bank(self, message):
        """A bank's message as bytes, and the path it goes to: signed with the secret of the demo's bank."""
        told = self.fill({name: value for name, value in message.items() if name not in ("secret", "age", "tamper")})
        body = json.dumps(told, ensure_ascii=False).encode()
        sent = str(int(time.time()) - message.get("age", 0))
        secret = message.get("secret", "fengqiao-demo-bank").encode()
        signature = hmac.new(secret, sent.encode() + b"\n" + body, "sm3").hexdigest()
        for found, changed in message.get("tamper", {}).items():
            body = body.replace(found.encode(), changed.encode())
        return body, f"/payments/loopback?time={sent}&signature={signature}"

    def request(self, step):
        if "bank" in step:
            raw, path = self.bank(step["bank"])
            status, reply, got = self.send(None, "POST", path, raw=raw)
            problem = self.description().check("POST", path.split("?")[0], status, reply)
            if problem:
                raise Broken(f"POST {path}: {status} is not what OpenAPI says: {problem}\n{str(reply)[:1500]}")
            return status, reply, got
        person = self.person(step.get("as"))
        method, path = self.fill(step["do"]).split(" ", 1)
        headers = self.fill(step.get("headers", {}))
        found = re.match(r"/matters/([A-Z0-9]+)/[a-z_]+$", path)
        if method == "POST" and found and "If-Match" not in headers:
            _, matter, _ = self.send(person, "GET", f"/matters/{found[1]}", None, headers)
            if isinstance(matter, dict) and "version" in matter:
                headers["If-Match"] = f'"{matter["version"]}"'
        raw = str(self.fill(step["raw"])).encode() if "raw" in step else None
        if "upload" in step:
            part = step["upload"] if isinstance(step["upload"], dict) else {"of": step["upload"]}
            raw = schema.sample_file(part["of"])[part.get("from", 0):part.get("to")]
        status, reply, got = self.send(person, method, path, self.fill(step.get("body")), headers, raw)
        if not step.get("unchecked"):
            problem = self.description().check(method, path.split("?")[0], status, reply)
            if problem:
                raise Broken(f"{method} {path}: {status} is not what OpenAPI says: {problem}\n{str(reply)[:1500]}")
        return status, reply, got

    def judge(self, step, status, reply, headers):
        wanted = step.get("status", 200)
        if status != wanted:
            return f"status {status}, not {wanted}"
        for path, value in step.get("expect", {}).items():
            actual = at(reply, path)
            if not holds(actual, self.fill(value)):
                return f"{path} is {json.dumps(actual, ensure_ascii=False)}, not {json.dumps(value, ensure_ascii=False)}"
        for name, value in step.get("expect_headers", {}).items():
            if not holds(headers.get(name), value):
                return f"header {name} is {headers.get(name)!r}, not {value!r}"
        return None

    def make(self, recipe):
        """JSON text of something saved, with some of it changed; null takes a member away."""
        made = json.loads(json.dumps(self.saved[recipe["of"]]))
        for path, value in recipe["with"].items():
            parent, name = re.fullmatch(r"(?:(.*)\.)?([^.\[\]]+)", path).groups()
            place = at(made, parent or "")
            if value is None:
                del place[name]
            else:
                place[name] = value
        return json.dumps(made, ensure_ascii=False)

    def step(self, step):
        if "clock" in step:
            return self.clock(step["clock"])
        if "kill" in step:
            if isinstance(step["kill"], str):  # down until then
                self.now = datetime.datetime.fromisoformat(step["kill"])
            return self.instance.restart_after_kill(self.now.isoformat())
        began = time.monotonic()
        while True:
            status, reply, headers = self.request(step)
            wrong = self.judge(step, status, reply, headers)
            if wrong is None:
                break
            # The platform itself may have changed the matter since it was looked at: whoever is told so looks again.
            stale = status == 412 and "If-Match" not in step.get("headers", {})
            if time.monotonic() >= began + (PATIENCE_SECONDS if step.get("wait") or stale else 0):
                raise Broken(f"step {self.number} ({step.get('say') or step.get('do') or step.get('bank')}): {wrong}\n"
                             f"        reply: {json.dumps(reply, ensure_ascii=False)[:1800]}")
            time.sleep(0.1)
        for name, path in step.get("save", {}).items():
            self.saved[name] = at(reply, path)
            if self.saved[name] is None:
                raise Broken(f"step {self.number}: nothing at {path} to save\n        {str(reply)[:1500]}")
        for name, recipe in step.get("make", {}).items():
            self.saved[name] = self.make(recipe)
        return None

    def play(self):
        if self.narrate:
            print(f"\n== {self.story['title']}")
        for number, step in enumerate(self.story["steps"], 1):
            self.number = number
            self.step(step)
            if self.narrate and "say" in step:
                print(f"  {self.now.astimezone(SHANGHAI):%Y-%m-%d %H:%M}  {step['say']}")
