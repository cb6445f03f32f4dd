#!/usr/bin/env python3
"""Signing in by an OpenID provider: against a hostile one of our own, and against Debian's glewlwyd.

Usage: tests/oidc/run.py --program build/src/fengqiao [--store postgresql://…]
"""
import argparse
import http.client
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests/story"), str(ROOT / "tests/oidc")]
import play  # noqa: E402
import provider  # noqa: E402
import server  # noqa: E402
import real  # noqa: E402
from patience import PATIENCE_SECONDS  # noqa: E402
from tally import Tally  # noqa: E402

tally = Tally()


def test(name):
    """As a decorator: runs at once."""
    return lambda body: tally.test(name, body)


CLOCK = "2026-11-24T09:00:00+08:00"
PASSWORD = "fengqiao-demo"


class Browser:
    """One browser: keeps its cookies, sends what a page of ours would."""

    def __init__(self, port):
        self.port, self.cookies, self.csrf = port, {}, ""

    def send(self, method, path, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        headers = {"Content-Type": "application/json", "Idempotency-Key": os.urandom(12).hex()}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if self.csrf:
            headers["X-CSRF"] = self.csrf
        connection.request(method, "/api/v1" + path, json.dumps(body or {}) if method != "GET" else None, headers)
        reply = connection.getresponse()
        text = reply.read().decode()
        for line in reply.headers.get_all("Set-Cookie") or []:
            name, _, value = line.split(";")[0].partition("=")
            assert "HttpOnly" in line and "SameSite=Strict" in line, line
            self.cookies[name] = value
        told = json.loads(text)
        self.csrf = told.get("csrf") or self.csrf
        return reply.status, told

    def password(self, login):
        status, told = self.send("POST", "/session", {"login": login, "password": PASSWORD})
        assert status == 201, told

    def begin(self):
        status, told = self.send("POST", "/session/oidc/begin")
        assert status == 201, told
        return dict(urllib.parse.parse_qsl(told["url"].partition("?")[2])), told["url"]

    def whole(self, of, **more):
        """To the provider and back."""
        given, _ = self.begin()
        return self.send("POST", "/session/oidc", {"state": given["state"], "code": of.authorize(given), "iss": of.issuer, **more})


def expect(given, status, code=None):
    assert given[0] == status and (code is None or given[1].get("code") == code), f"{given} where {status} {code} is due"


def hostile(template, folder, instance, of):
    port = instance.port

    @test("linking: an account that is signed in, once, and only that one")
    def linked():
        nobody = Browser(port)
        expect(nobody.whole(of), 401, "oidc.unlinked")
        judge = Browser(port)
        judge.password("filing_judge")
        expect(judge.whole(of), 200)
        assert judge.send("GET", "/account/oidc")[1]["linked_at"], "not linked"
        expect(judge.whole(of), 409, "oidc.linked")
        clerk = Browser(port)
        clerk.password("window_clerk")
        expect(clerk.whole(of), 409, "oidc.linked")
        assert clerk.send("GET", "/account/oidc")[1]["linked_at"] is None, "linked after all"

    @test("signing in: by the subject alone, and the session is a usual one")
    def signed_in():
        judge = Browser(port)
        status, told = judge.whole(of)
        assert status == 201 and told["account"]["login"] == "filing_judge", told
        assert judge.send("GET", "/session")[1]["account"]["login"] == "filing_judge", "no session"
        assert judge.send("GET", "/tasks")[0] == 200, "no rights"

    @test("linking is never by e-mail, name or telephone of a token")
    def never_by_mail():
        of.subject = "u-stranger"
        of.claims = {"email": "filing_judge@court.example", "email_verified": True, "preferred_username": "filing_judge", "name": "立案法官", "phone_number": "13971231051"}
        expect(Browser(port).whole(of), 401, "oidc.unlinked")
        of.subject, of.claims = "u-1", {}

    @test("an attempt is of one browser, of one account and good once")
    def once():
        one, other = Browser(port), Browser(port)
        given, _ = one.begin()
        body = {"state": given["state"], "code": of.authorize(given), "iss": of.issuer}
        expect(other.send("POST", "/session/oidc", body), 401, "oidc.state")
        asked = of.asked["token"]
        other.begin()  # with a cookie of its own it is still another browser
        expect(other.send("POST", "/session/oidc", body), 401, "oidc.state")
        assert of.asked["token"] == asked, "the code of another browser was handed in"
        expect(one.send("POST", "/session/oidc", body), 201)
        one.cookies.pop("fengqiao_session")
        one.csrf = ""
        expect(one.send("POST", "/session/oidc", body), 401, "oidc.state")
        expect(one.send("POST", "/session/oidc", {**body, "state": "x" * 22}), 401, "oidc.state")
        expect(one.send("POST", "/session/oidc", {"code": "x"}), 422, "form.invalid")
        late = Browser(port)
        given, _ = late.begin()
        late.password("window_clerk")  # begun by nobody, come back to by somebody
        body = {"state": given["state"], "code": of.authorize(given)}
        expect(late.send("POST", "/session/oidc", body), 401, "oidc.state")
        late.cookies.pop("fengqiao_session")
        late.csrf = ""
        asked = of.asked["token"]
        expect(late.send("POST", "/session/oidc", body), 401, "oidc.state")
        assert of.asked["token"] == asked, "an attempt whose code is spent lived on"

    @test("the answer of another issuer, a code that is none, a code used twice")
    def codes():
        one = Browser(port)
        given, _ = one.begin()
        expect(one.send("POST", "/session/oidc", {"state": given["state"], "code": of.authorize(given), "iss": "https://id.example"}), 401, "oidc.token")
        given, _ = one.begin()
        expect(one.send("POST", "/session/oidc", {"state": given["state"], "code": "none"}), 401, "oidc.token")
        expect(one.send("POST", "/session/oidc", {"state": given["state"], "code": of.authorize(given)}), 401, "oidc.state")
        given, _ = one.begin()
        code = of.authorize(given)
        expect(one.send("POST", "/session/oidc", {"state": given["state"], "code": code}), 201)
        thief = Browser(port)
        given, _ = thief.begin()
        expect(thief.send("POST", "/session/oidc", {"state": given["state"], "code": code}), 401, "oidc.token")

    @test("a code that was asked for by somebody else does not fit the verifier or the nonce")
    def injected():
        victim, thief = Browser(port), Browser(port)
        given, _ = victim.begin()
        stolen = of.authorize(given)
        mine, _ = thief.begin()
        expect(thief.send("POST", "/session/oidc", {"state": mine["state"], "code": stolen}), 401, "oidc.token")
        of.mode = "no pkce"  # a provider that does not look at the verifier: the nonce is all there is
        given, _ = victim.begin()
        stolen = of.authorize(given)
        mine, _ = thief.begin()
        asked = of.asked["token"]
        told = thief.send("POST", "/session/oidc", {"state": mine["state"], "code": stolen})
        honest = Browser(port).whole(of)
        of.mode = "honest"
        expect(told, 401, "oidc.token")
        assert of.asked["token"] == asked + 2, of.asked
        expect(honest, 201)

    for mode in ("none", "hs256", "rs512", "another audience", "another issuer", "another nonce", "ended", "another's signature", "no token", "no json", "elsewhere"):
        @test(f"a hostile provider: {mode}")
        def refused(mode=mode):
            of.mode = mode
            expect(Browser(port).whole(of), 401, "oidc.token")
            of.mode = "honest"
            expect(Browser(port).whole(of), 201)

    for mode in ("huge", "broken"):
        @test(f"a provider that fails: {mode}")
        def failed(mode=mode):
            of.mode = mode
            expect(Browser(port).whole(of), 503, "oidc.unreachable")
            of.mode = "honest"
            expect(Browser(port).whole(of), 201)

    @test("a slow provider is given up in seconds, and passwords go on meanwhile")
    def slow():
        of.mode = "slow"
        took, answers = [], []

        def wait():
            began = time.monotonic()
            answers.append(Browser(port).whole(of))
            took.append(time.monotonic() - began)

        waiting = [threading.Thread(target=wait) for _ in range(2)]
        for one in waiting:
            one.start()
        time.sleep(1)
        began = time.monotonic()
        Browser(port).password("filing_head")
        assert time.monotonic() - began < 4, "a password waited for the provider"
        for one in waiting:
            one.join()
        of.mode = "honest"
        for answer in answers:
            expect(answer, 503, "oidc.unreachable")
        assert all(4 <= one < 30 for one in took), took  # the provider never answers: what ends it is the limit of five seconds

    @test("keys: a new one is read at once, at most once a minute; the old one no longer counts")
    def rotated():
        read = of.asked["keys"]
        old = of.keys[0]
        time.sleep(max(0.0, 61 - (time.monotonic() - BEGAN[0])))  # the first reading is a minute old
        of.rotate("EC")
        expect(Browser(port).whole(of), 201)
        assert of.asked["keys"] == read + 1, of.asked
        fresh, of.keys = of.keys, [old]
        told = Browser(port).whole(of)  # signed by the old key: unknown now, and too soon to ask again
        of.keys = fresh
        expect(told, 401, "oidc.token")
        assert of.asked["keys"] == read + 1, of.asked

    @test("a second factor set here is asked for after the provider too, and a recovery code serves")
    def second():
        clerk = Browser(port)
        clerk.password("judge_clerk")
        of.subject = "u-clerk"
        expect(clerk.whole(of), 200)
        secret = clerk.send("POST", "/account/totp")[1]["secret"]
        told = clerk.send("POST", "/account/totp/confirm", {"code": play.totp(secret, 0)})
        expect(told, 200)
        one = Browser(port)
        given, _ = one.begin()
        body = {"state": given["state"], "code": of.authorize(given)}
        expect(one.send("POST", "/session/oidc", body), 401, "totp.needed")
        asked = of.asked["token"]
        expect(one.send("POST", "/session/oidc", {**body, "second": "000000"}), 401, "totp.wrong")
        expect(Browser(port).send("POST", "/session/oidc", {**body, "second": play.totp(secret, 1)}), 401, "oidc.state")
        expect(one.send("POST", "/session/oidc", {**body, "second": play.totp(secret, 1)}), 201)
        assert of.asked["token"] == asked, "the code was handed in twice"
        one.csrf = ""
        one.cookies.pop("fengqiao_session")
        expect(one.send("POST", "/session/oidc", {**body, "second": play.totp(secret, 2)}), 401, "oidc.state")
        expect(Browser(port).whole(of, second=told[1]["recovery_codes"][0]), 201)
        expect(Browser(port).whole(of, second=told[1]["recovery_codes"][0]), 401, "totp.wrong")
        of.subject = "u-1"

    @test("the link is ended by the account; then the subject signs in nobody")
    def ended():
        judge = Browser(port)
        expect(judge.whole(of), 201)
        expect(judge.send("POST", "/account/oidc/end"), 200)
        expect(Browser(port).whole(of), 401, "oidc.unlinked")

    @test("the pages: linked under signing in safely, then used at the door; refusals have words")
    def pages():
        of.subject = "u-page"
        done = subprocess.run(["node", str(ROOT / "tests/oidc/page.mjs"), f"http://127.0.0.1:{port}", "filing_head", PASSWORD, os.environ.get("SHOTS", "")], capture_output=True, text=True, timeout=150, check=False)
        of.subject = "u-1"
        assert "pages ok" in done.stdout, done.stdout[-1500:] + done.stderr[-2500:]

    @test("the public does not sign in by it")
    def public():
        fresh = started(template, folder, of)  # the other has been asked as often as one address may
        try:
            player = play.Player({"clock": CLOCK, "who": {"gu": {"phone": "13971231051"}}, "steps": []}, fresh)
            status, told, _ = player.send(player.person("gu"), "POST", "/session/oidc/begin", {})
            assert status == 403, (status, told)
        finally:
            fresh.stop()


def descriptions(template, folder):
    for mode in ("description of another", "addresses elsewhere", "slow description"):
        @test(f"a provider that cannot be used: {mode}")
        def refused(mode=mode):
            of = provider.Provider(os.path.join(folder, mode.replace(" ", "-")))
            of.mode = mode
            instance = started(template, folder, of)
            try:
                status, told = Browser(instance.port).send("POST", "/session/oidc/begin")
                assert (status, told["code"]) == (503, "oidc.unreachable"), told
                asked = dict(of.asked)
                expect(Browser(instance.port).send("POST", "/session/oidc/begin"), 503, "oidc.unreachable")
                assert of.asked == asked, "a provider that was away a moment ago was asked again"
                Browser(instance.port).password("filing_judge")
            finally:
                instance.stop()
                of.stop()


BEGAN = [0.0]


def started(template, folder, of):
    secret = os.path.join(folder, "secret")
    pathlib.Path(secret).write_text(of.secret + "\n")
    port = real.free_port()
    if hasattr(of, "register"):
        of.register(f"http://127.0.0.1:{port}/staff/sign-in/oidc")
    return template.start(CLOCK, ("--web", str(ROOT / "web/dist"), "--listen", f"127.0.0.1:{port}", "--public-url", f"http://127.0.0.1:{port}", "--oidc-issuer", of.issuer,
                                  "--oidc-client", of.client, "--oidc-secret-file", secret))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--program", required=True)
    parser.add_argument("--store", default="")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="fengqiao-oidc-") as folder:
        template = server.Template(os.path.abspath(given.program), given.store, folder)
        of = provider.Provider(os.path.join(folder, "provider"))
        instance = started(template, folder, of)
        BEGAN[0] = time.monotonic()
        try:
            hostile(template, folder, instance, of)
        finally:
            instance.stop()
            of.stop()
        descriptions(template, folder)
        real.tests(test, template, folder, Browser, started, expect)
    return tally.close()


if __name__ == "__main__":
    sys.exit(main())
