"""An OpenID provider of our own for tests, honest or hostile as `mode` says; signatures by the openssl command."""
import base64
import hashlib
import hmac
import http.server
import json
import os
import subprocess
import threading
import time
import urllib.parse


def openssl(*arguments, given=None):
    return subprocess.run(["openssl", *arguments], input=given, capture_output=True, check=True, timeout=60).stdout


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Key:
    """RSA or P-256, made anew."""

    def __init__(self, folder, kid, kind="RSA"):
        self.kid, self.kind, self.path = kid, kind, os.path.join(folder, kid + ".pem")
        if kind == "RSA":
            openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", self.path)
        else:
            openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", self.path)

    def jwk(self):
        if self.kind == "RSA":
            modulus = openssl("rsa", "-in", self.path, "-noout", "-modulus").decode().strip().split("=")[1]
            return {"kty": "RSA", "kid": self.kid, "use": "sig", "n": b64(bytes.fromhex(modulus)), "e": "AQAB"}
        public = openssl("pkey", "-in", self.path, "-pubout", "-outform", "DER")
        return {"kty": "EC", "kid": self.kid, "crv": "P-256", "x": b64(public[-64:-32]), "y": b64(public[-32:])}

    def sign(self, data):
        made = openssl("dgst", "-sha256", "-sign", self.path, given=data)
        if self.kind == "RSA":
            return made
        first = made[4:4 + made[3]]
        second = made[6 + made[3]:]
        return b"".join(part.lstrip(b"\0").rjust(32, b"\0") for part in (first, second))


class Provider:
    """`mode` is what it does next; `subject` and `claims` are whom it says came; `asked` counts by path."""

    def __init__(self, folder):
        os.makedirs(folder, exist_ok=True)
        self.folder, self.mode, self.subject, self.claims, self.asked, self.codes = folder, "honest", "u-1", {}, {}, {}
        self.client, self.secret = "fengqiao", "a secret: of & characters"
        self.keys = [Key(folder, "one")]
        provider = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                provider.get(self)

            def do_POST(self):
                provider.post(self)

            def log_message(self, *arguments):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.issuer = f"http://127.0.0.1:{self.server.server_address[1]}/realm"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()

    def count(self, name):
        self.asked[name] = self.asked.get(name, 0) + 1

    @staticmethod
    def answer(handler, status, body, **headers):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        handler.send_response(status)
        for name, value in {"Content-Type": "application/json", **headers}.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(data)))
        handler.end_headers()
        try:
            handler.wfile.write(data)
        except OSError:
            pass  # whoever asked has heard enough

    def get(self, handler):
        path, _, query = handler.path.partition("?")
        if path == "/realm/.well-known/openid-configuration":
            self.count("description")
            told = {"issuer": self.issuer, "authorization_endpoint": self.issuer + "/authorize", "token_endpoint": self.issuer + "/token", "jwks_uri": self.issuer + "/keys"}
            if self.mode == "description of another":
                told["issuer"] = "https://id.example"
            if self.mode == "addresses elsewhere":
                told["token_endpoint"] = "http://id.example/token"
            if self.mode == "slow description":
                time.sleep(8)
            return self.answer(handler, 200, told)
        if path == "/realm/keys":
            self.count("keys")
            return self.answer(handler, 200, {"keys": [key.jwk() for key in self.keys]})
        if path == "/realm/authorize":
            given = dict(urllib.parse.parse_qsl(query))
            where = given["redirect_uri"] + "?" + urllib.parse.urlencode({"code": self.authorize(given), "state": given["state"], "iss": self.issuer})
            return self.answer(handler, 302, b"", Location=where)
        return self.answer(handler, 404, {})

    def authorize(self, given):
        """What a person's consent comes to: a code, good once."""
        assert given["response_type"] == "code" and given["client_id"] == self.client and "openid" in given["scope"].split(), given
        assert given["code_challenge_method"] == "S256" and len(given["nonce"]) > 16 and len(given["state"]) > 16, given
        code = b64(os.urandom(18))
        self.codes[code] = given
        return code

    def post(self, handler):
        self.count("token")
        body = handler.rfile.read(int(handler.headers.get("Content-Length") or 0)).decode()
        given = dict(urllib.parse.parse_qsl(body))
        asked = self.codes.pop(given.get("code"), None)
        basic = base64.b64decode((handler.headers.get("Authorization") or "Basic ").split(" ", 1)[1]).decode()
        wanted = urllib.parse.quote(self.client, safe="") + ":" + urllib.parse.quote(self.secret, safe="")
        if basic != wanted:
            return self.answer(handler, 401, {"error": "invalid_client"})
        challenge = b64(hashlib.sha256(given.get("code_verifier", "").encode()).digest())
        if self.mode == "no pkce" and asked:
            challenge = asked["code_challenge"]
        if not asked or asked["code_challenge"] != challenge or asked["redirect_uri"] != given.get("redirect_uri"):
            return self.answer(handler, 400, {"error": "invalid_grant"})
        if self.mode == "huge":
            return self.answer(handler, 200, b"{\"id_token\":\"" + b"x" * (8 << 20) + b"\"}")
        if self.mode == "slow":
            time.sleep(8)
        if self.mode == "broken":
            return self.answer(handler, 500, {})
        if self.mode == "elsewhere":
            return self.answer(handler, 307, b"", Location=self.issuer + "/token2")
        if self.mode == "no token":
            return self.answer(handler, 200, {"access_token": "x", "token_type": "Bearer"})
        if self.mode == "no json":
            return self.answer(handler, 200, b"<html>")
        return self.answer(handler, 200, {"id_token": self.token(asked), "access_token": "x", "token_type": "Bearer"})

    def token(self, asked):
        now, key, mode = int(time.time()), self.keys[-1], self.mode
        claims = {"iss": self.issuer, "aud": self.client, "sub": self.subject, "nonce": asked["nonce"], "iat": now, "exp": now + 300, **self.claims}
        header = {"alg": "RS256" if key.kind == "RSA" else "ES256", "typ": "JWT", "kid": key.kid}
        if mode == "another audience":
            claims["aud"] = "another"
        if mode == "another issuer":
            claims["iss"] = "https://id.example"
        if mode == "another nonce":
            claims["nonce"] = "n" * 22
        if mode == "ended":
            claims.update(iat=now - 900, exp=now - 600)
        if mode == "none":
            header["alg"] = "none"
        if mode in ("hs256", "rs512"):
            header["alg"] = mode.upper()
        text = (b64(json.dumps(header).encode()) + "." + b64(json.dumps(claims).encode())).encode()
        if mode == "none":
            return text.decode() + "."
        if mode == "hs256":
            public = openssl("pkey", "-in", key.path, "-pubout")
            return text.decode() + "." + b64(hmac.new(public, text, hashlib.sha256).digest())
        signature = key.sign(text)
        if mode == "another's signature":
            signature = Key(self.folder, "stranger").sign(text)
        return text.decode() + "." + b64(signature)

    def rotate(self, kind="RSA"):
        """A new key signs, the old one is gone."""
        self.keys = [Key(self.folder, b64(os.urandom(6)), kind)]
