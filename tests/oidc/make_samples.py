"""Makes src/gateway/samples/tokens.json and the seeds of fuzz/oidc_token with the openssl command.

Usage: tests/oidc/make_samples.py. The keys are thrown away: run it again and all of them are new.
"""
import base64, hashlib, hmac, json, os, pathlib, subprocess, tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
d=tempfile.mkdtemp()
def run(*a,inp=None): return subprocess.run(a,input=inp,capture_output=True,check=True).stdout
b=lambda x: base64.urlsafe_b64encode(x).rstrip(b'=').decode()
run('openssl','genpkey','-algorithm','RSA','-pkeyopt','rsa_keygen_bits:2048','-out',d+'/r.pem')
run('openssl','genpkey','-algorithm','RSA','-pkeyopt','rsa_keygen_bits:1024','-out',d+'/w.pem')
run('openssl','genpkey','-algorithm','EC','-pkeyopt','ec_paramgen_curve:P-256','-out',d+'/e.pem')
def modulus(f): return bytes.fromhex(run('openssl','rsa','-in',f,'-noout','-modulus').decode().strip().split('=')[1])
pub=run('openssl','pkey','-in',d+'/e.pem','-pubout','-outform','DER')
x,y=pub[-64:-32],pub[-32:]
def rs(f,data): return run('openssl','dgst','-sha256','-sign',f,inp=data)
def es(data):
    der=run('openssl','dgst','-sha256','-sign',d+'/e.pem',inp=data)
    i=4 if der[1]&0x80==0 else 5
    i=2
    assert der[i]==2; l=der[i+1]; r=der[i+2:i+2+l]; i+=2+l
    assert der[i]==2; l=der[i+1]; s=der[i+2:i+2+l]
    return r.lstrip(b'\0').rjust(32,b'\0')+s.lstrip(b'\0').rjust(32,b'\0')
pem=run('openssl','rsa','-in',d+'/r.pem','-pubout')
NOW=1790000000
good=dict(iss='https://id.example',aud='fengqiao',sub='u-17',nonce='n-1',iat=NOW-5,exp=NOW+300)
def tok(alg='RS256',kid='r',header=None,sign=None,**c):
    claims=dict(good); claims.update(c); claims={k:v for k,v in claims.items() if v is not None}
    h=dict(alg=alg,typ='JWT',kid=kid); h.update(header or {}); h={k:v for k,v in h.items() if v is not None}
    t=(b(json.dumps(h,separators=(',',':')).encode())+'.'+b(json.dumps(claims,separators=(',',':')).encode())).encode()
    s=sign(t) if sign else rs(d+'/r.pem',t) if alg.startswith('RS') else es(t)
    return t.decode()+'.'+b(s)
keys={"keys":[{"kty":"RSA","kid":"r","use":"sig","alg":"RS256","n":b(modulus(d+'/r.pem')),"e":"AQAB"},
 {"kty":"EC","kid":"e","crv":"P-256","x":b(x),"y":b(y)},
 {"kty":"RSA","kid":"weak","n":b(modulus(d+'/w.pem')),"e":"AQAB"},
 {"kty":"RSA","kid":"enc","use":"enc","n":b(modulus(d+'/r.pem')),"e":"AQAB"},
 {"kty":"oct","kid":"secret","k":"AAAA"},
 {"kty":"EC","kid":"off","crv":"P-256","x":b(x),"y":b(x)},
 {"kty":"EC","kid":"p521","crv":"P-521","x":b(x),"y":b(y)}]}
rows=[
('good by RS256',tok(),'NONE'),
('good by ES256',tok('ES256','e'),'NONE'),
('good, two audiences and azp',tok(aud=['other','fengqiao'],azp='fengqiao'),'NONE'),
('good, a list of one',tok(aud=['fengqiao']),'NONE'),
('good, no kid and one key of the kind',tok(kid=None),'NONE'),
('good, just within the skew',tok(exp=NOW-119,iat=NOW-400),'NONE'),
('good, of a clock that is ahead',tok(iat=NOW+119),'NONE'),
('none',tok('none','r',sign=lambda t:b''),'UNIDENTIFIED'),
('None in capitals',tok('NONE','r',sign=lambda t:b''),'UNIDENTIFIED'),
('HS256 by the public key',tok('HS256','r',sign=lambda t:hmac.new(pem,t,hashlib.sha256).digest()),'UNIDENTIFIED'),
('HS256 by the modulus',tok('HS256','r',sign=lambda t:hmac.new(modulus(d+'/r.pem'),t,hashlib.sha256).digest()),'UNIDENTIFIED'),
('RS512',tok('RS512'),'UNIDENTIFIED'),
('RS256 by the key of ES256',tok('RS256','e'),'UNIDENTIFIED'),
('ES256 by the key of RS256',tok('ES256','r'),'UNIDENTIFIED'),
('another key signs',tok(sign=lambda t:es(t)),'UNIDENTIFIED'),
('a weak key',tok(kid='weak',sign=lambda t:rs(d+'/w.pem',t)),'MISSING'),
('a key for encrypting',tok(kid='enc'),'MISSING'),
('a key nobody knows',tok(kid='new'),'MISSING'),
('a point off the curve',tok('ES256','off'),'MISSING'),
('empty signature',tok(sign=lambda t:b''),'UNIDENTIFIED'),
('ES256, signature of noughts',tok('ES256','e',sign=lambda t:b'\0'*64),'UNIDENTIFIED'),
('ES256, signature as DER',tok('ES256','e',sign=lambda t:run('openssl','dgst','-sha256','-sign',d+'/e.pem',inp=t)),'UNIDENTIFIED'),
('critical header',tok(header={'crit':['exp']}),'UNIDENTIFIED'),
('key within the header',tok(kid='r',header={'jwk':keys['keys'][1],'alg':'ES256'},sign=es),'UNIDENTIFIED'),
('another issuer',tok(iss='https://id.example.evil'),'UNIDENTIFIED'),
('no issuer',tok(iss=None),'UNIDENTIFIED'),
('another audience',tok(aud='other'),'UNIDENTIFIED'),
('two audiences without azp',tok(aud=['other','fengqiao']),'UNIDENTIFIED'),
('azp of another',tok(aud=['other','fengqiao'],azp='other'),'UNIDENTIFIED'),
('no audience',tok(aud=None),'UNIDENTIFIED'),
('an empty audience',tok(aud=[]),'UNIDENTIFIED'),
('ended',tok(exp=NOW-121),'UNIDENTIFIED'),
('no end',tok(exp=None),'UNIDENTIFIED'),
('an end in words',tok(exp='2030'),'UNIDENTIFIED'),
('of the future',tok(iat=NOW+130,exp=NOW+600),'UNIDENTIFIED'),
('old',tok(iat=NOW-3600),'UNIDENTIFIED'),
('not begun',tok(nbf=NOW+300),'UNIDENTIFIED'),
('another nonce',tok(nonce='n-2'),'UNIDENTIFIED'),
('no nonce',tok(nonce=None),'UNIDENTIFIED'),
('no subject',tok(sub=None),'UNIDENTIFIED'),
('an empty subject',tok(sub=''),'UNIDENTIFIED'),
('a subject of 256 letters',tok(sub='s'*256),'UNIDENTIFIED'),
('a subject with a line end',tok(sub='a\nb'),'UNIDENTIFIED'),
('four parts',tok()+'.x','UNIDENTIFIED'),
('two parts',tok().rsplit('.',1)[0],'UNIDENTIFIED'),
('padded',tok()+'=','UNIDENTIFIED'),
('empty','','UNIDENTIFIED'),
]
# one letter of the claims changed
t=tok(); h,c,s=t.split('.'); c=c[:10]+('A' if c[10]!='A' else 'B')+c[11:]
rows.append(('one letter changed',h+'.'+c+'.'+s,'UNIDENTIFIED'))
out={"now":NOW,"keys":keys,"tokens":[{"what":w,"token":t,"kind":k} for w,t,k in rows]}
lines=['{"now": %d,'%NOW,' "keys": '+json.dumps(keys)+',',' "tokens": [',",\n".join("  "+json.dumps(x) for x in out["tokens"]),' ]}']
(ROOT / 'src/gateway/samples/tokens.json').write_text("\n".join(lines) + "\n")
# seeds
for i,n in ((0,'rs256'),(1,'es256'),(7,'none'),(2,'audiences')):
    (ROOT / 'fuzz/corpus/oidc_token' / n).write_text(rows[i][1])
(ROOT / 'fuzz/corpus/oidc_token/keys').write_text(json.dumps(keys))
