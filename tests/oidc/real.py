"""Debian's glewlwyd as a real provider: set up by its own database script and its own API, on loopback."""
import http.client
import json
import os
import pathlib
import socket
import sqlite3
import subprocess
import time
import urllib.parse

TABLES = "/usr/share/dbconfig-common/data/glewlwyd/install/sqlite3"
START_SECONDS_MAX = 60
CONFIG = """
port={port}
bind_address="127.0.0.1"
external_url="http://127.0.0.1:{port}"
login_url="login.html"
api_prefix="api"
log_mode="file"
log_level="INFO"
log_file="{folder}/log"
cookie_secure=0
cookie_same_site="empty"
session_expiration=3600
session_key="SESSION"
admin_session_authentication="cookie"
profile_session_authentication="cookie"
login_api_enabled=true
max_post_size=1000000
admin_scope="g_admin"
profile_scope="g_profile"
user_module_path="/usr/lib/glewlwyd/user"
client_module_path="/usr/lib/glewlwyd/client"
user_auth_scheme_module_path="/usr/lib/glewlwyd/scheme"
plugin_module_path="/usr/lib/glewlwyd/plugin"
hash_algorithm="SHA512"
database={{ type="sqlite3"; path="{folder}/glewlwyd.db"; }};
"""
KEYS = {"rsa": ("RSA", "rsa_keygen_bits:2048"), "ecdsa": ("EC", "ec_paramgen_curve:P-256")}


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Glewlwyd:
    """One provider, signing by RSA or ECDSA. `person` is who is at its pages."""

    def __init__(self, folder, kind):
        os.makedirs(folder)
        self.folder, self.kind, self.port = folder, kind, free_port()
        # It does not undo the escapes of RFC 6749 2.3.1, so its secret has no character that needs one.
        self.client, self.secret, self.person = "fengqiao", "a-secret-of-letters-and-digits-0123", "lin"
        self.issuer = f"http://127.0.0.1:{self.port}/api/{kind}"
        self.cookies = {}
        with sqlite3.connect(os.path.join(folder, "glewlwyd.db")) as tables:
            tables.executescript(pathlib.Path(TABLES).read_text())
        pathlib.Path(folder, "conf").write_text(CONFIG.format(port=self.port, folder=folder))
        with open(os.path.join(folder, "out"), "w") as out:
            self.process = subprocess.Popen(["glewlwyd", "-c", os.path.join(folder, "conf")], stdout=out, stderr=out, stdin=subprocess.DEVNULL)
        self.wait()
        self.plugin()

    def wait(self):
        end = time.monotonic() + START_SECONDS_MAX
        while time.monotonic() < end and self.process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.1)
        raise AssertionError("glewlwyd did not start: " + pathlib.Path(self.folder, "out").read_text()[-800:])

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=20)

    def call(self, method, path, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {"Content-Type": "application/json", "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        connection.request(method, "/api" + path, None if body is None else json.dumps(body), headers)
        reply = connection.getresponse()
        text = reply.read().decode()
        for line in reply.headers.get_all("Set-Cookie") or []:
            name, _, value = line.split(";")[0].partition("=")
            self.cookies[name] = value
        assert reply.status in (200, 302), f"{method} {path}: {reply.status} {text[:400]}"
        return reply.headers

    def as_admin(self):
        self.cookies = {}
        self.call("POST", "/auth/", {"username": "admin", "password": "password"})

    def plugin(self):
        kind, size = KEYS[self.kind]
        key = subprocess.run(["openssl", "genpkey", "-algorithm", kind, "-pkeyopt", size], capture_output=True, check=True, timeout=60).stdout
        public = subprocess.run(["openssl", "pkey", "-pubout"], input=key, capture_output=True, check=True, timeout=60).stdout
        self.as_admin()
        self.call("POST", "/mod/plugin/", {"module": "oidc", "name": self.kind, "display_name": self.kind, "parameters": {
            "iss": self.issuer, "jwt-type": self.kind, "jwt-key-size": "256", "key": key.decode(), "cert": public.decode(),
            "access-token-duration": 3600, "refresh-token-duration": 3600, "code-duration": 600, "allow-non-oidc": False,
            "auth-type-code-enabled": True, "auth-type-code-revoke-replayed": True, "subject-type": "public", "jwks-show": True,
            "pkce-allowed": True, "pkce-required": True, "pkce-method-plain-allowed": False, "allowed-scope": ["openid"],
            "session-management-allowed": False, "session-cookie-name": "OIDC", "session-cookie-expiration": 3600, "oauth-as-iss-id": True}})
        for name in ("lin", "other"):
            self.call("POST", "/user/", {"username": name, "name": name, "email": "filing_judge@court.example", "password": name + "-password", "scope": ["openid", "g_profile"], "enabled": True})

    def register(self, redirect_uri):
        """What an administrator of the provider does once for this platform."""
        self.as_admin()
        self.call("POST", "/client/", {"client_id": self.client, "name": "Fengqiao", "confidential": True, "client_secret": self.secret, "redirect_uri": [redirect_uri],
                                       "authorization_type": ["code"], "token_endpoint_auth_method": ["client_secret_basic"], "enabled": True, "scope": []})

    def authorize(self, given):
        """The person signs in there, consents, and is sent back: the code of the address."""
        self.cookies = {}
        self.call("POST", "/auth/", {"username": self.person, "password": self.person + "-password"})
        self.call("PUT", f"/auth/grant/{self.client}", {"scope": "openid"})
        where = self.call("GET", f"/{self.kind}/auth?" + urllib.parse.urlencode({**given, "g_continue": ""}))["Location"]
        told = dict(urllib.parse.parse_qsl(where.partition("?")[2]))
        assert where.startswith(given["redirect_uri"]) and told["state"] == given["state"] and told["iss"] == self.issuer, where
        return told["code"]


def tests(test, template, folder, Browser, started, expect):
    for kind in KEYS:
        of = Glewlwyd(os.path.join(folder, "glewlwyd-" + kind), kind)
        instance = started(template, folder, of)
        port = instance.port
        try:
            @test(f"glewlwyd, {kind}: an account is linked, then signs in by it; somebody else of the provider does not")
            def whole():
                expect(Browser(port).whole(of), 401, "oidc.unlinked")
                judge = Browser(port)
                judge.password("filing_judge")
                expect(judge.whole(of), 200)
                for _ in range(2):
                    one = Browser(port)
                    status, told = one.whole(of)
                    assert status == 201 and told["account"]["login"] == "filing_judge", told
                    assert one.send("GET", "/tasks")[0] == 200, "no session"
                of.person = "other"  # the same e-mail address
                expect(Browser(port).whole(of), 401, "oidc.unlinked")
                of.person = "lin"

            @test(f"glewlwyd, {kind}: a code used twice, a code of somebody else's attempt")
            def codes():
                one, two = Browser(port), Browser(port)
                given, _ = one.begin()
                code = of.authorize(given)
                expect(one.send("POST", "/session/oidc", {"state": given["state"], "code": code, "iss": of.issuer}), 201)
                again, _ = two.begin()
                expect(two.send("POST", "/session/oidc", {"state": again["state"], "code": code, "iss": of.issuer}), 401, "oidc.token")
                again, _ = two.begin()
                other, _ = Browser(port).begin()
                expect(two.send("POST", "/session/oidc", {"state": again["state"], "code": of.authorize(other), "iss": of.issuer}), 401, "oidc.token")
        finally:
            instance.stop()
            of.stop()

        @test(f"glewlwyd, {kind}: away, and passwords go on")
        def away():
            later = template.start("2026-11-24T09:00:00+08:00", instance.options)
            try:
                expect(Browser(later.port).send("POST", "/session/oidc/begin"), 503, "oidc.unreachable")
                Browser(later.port).password("filing_judge")
            finally:
                later.stop()
