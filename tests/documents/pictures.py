"""Pictures and PDFs for tests, made of nothing: four coloured quarters tell which way up a page is."""
import base64
import subprocess
import zlib

COLOURS = {"r": b"\xff\0\0", "g": b"\0\xff\0", "b": b"\0\0\xff", "w": b"\xff\xff\xff"}


def chunk(name, data):
    return len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")


def png_of(width, height, rows, colour=2):
    header = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes([8, colour, 0, 0, 0])
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def quarters(width, height, names="rgbw"):
    """Top left, top right, bottom left, bottom right."""
    half = width // 2
    top = b"\0" + COLOURS[names[0]] * half + COLOURS[names[1]] * (width - half)
    low = b"\0" + COLOURS[names[2]] * half + COLOURS[names[3]] * (width - half)
    return png_of(width, height, top * (height // 2) + low * (height - height // 2))


def clear(width, height):
    """Nothing but transparent black."""
    return png_of(width, height, (b"\0" + bytes(4) * width) * height, 6)


def jpeg_of(program, png):
    """The same as a JPEG, by the program under test itself."""
    return subprocess.run([program, "page", "image/png", "0"], input=png, capture_output=True, check=True).stdout


# quarters(64, 96), by cwebp -lossless and heif-enc -q 60.
WEBP = base64.b64decode("UklGRjoAAABXRUJQVlA4TC0AAAAvP8AXAB8gEEjeHzqN+RcQFPwf3fxHZA+ASIDEk570pIkDpIj+T8Cw6Lvg0XcA")
HEIC = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAUJtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAAA5waXRtAAAAAAABAAAAImlsb2MAAAAAREAAAQABAAAAAAFmAA"
    "EAAAAAAAABGQAAACNpaW5mAAAAAAABAAAAFWluZmUCAAAAAAEAAGh2YzEAAAAAwmlwcnAAAACkaXBjbwAAAHhodmNDAQNwAAAAAAAAAAAAHvAA/P34+AAADwMgAAEAGEABDAH//wNwAAADAJAAAAMA"
    "AAMAHroCQCEAAQArQgEBA3AAAAMAkAAAAwAAAwAeoCCBhZbqSSmubgQEDAgAAAMACAAAAwAIQCIAAQAHRAHBcrAiQAAAABRpc3BlAAAAAAAAAEAAAABgAAAAEHBpeGkAAAAAAwgICAAAABZpcG1hAA"
    "AAAAAAAAEAAQOBAoMAAAEhbWRhdAAAARUoAa8J4CM2oj//+9F9//7cx6H+tbN0px/kd7//0nC//71BGv0MH/7VogP2uIb/0vGJQerc4UJWyy9la1h/umr1YbWvL1Y+teHatEthSp+MhTvgkWC/u1yi"
    "OQnJHjPwLW3A7K0ieXWC670m1bCPTulalXrbPjLBozr89qUz8ouKvn62/Gv/MtKyge2RJ0a9oJTY+NCqXrqraT+n1lNZDvIVXwifeE8wDCVDDka0BxcyV3QLhi6fdhF68R9ov1iX1f4vxQ0V4PLpPR"
    "2F5U4yHA4nI5Nip//E2N2lrmLeyLC2moKvsy6LrjLRnSqORP8xBC5xD00WKWJRG8rDhkVhrjj7CNmNjl1VyR7Jcctic2T59D9Y/YYw")


def with_orientation(jpeg, number):
    """As a telephone writes it: the pixels lie as the sensor does, and a note says how to hold them."""
    exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0" + bytes([number]) + b"\0\0\0\0\0\0"
    return jpeg[:2] + b"\xff\xe1" + (len(exif) + 2).to_bytes(2, "big") + exif + jpeg[2:]


def seen(pdf, page):
    """What stands in the quarters of a page, and whether it is across: drawn by poppler."""
    drawn = subprocess.run(["pdftoppm", "-r", "20", "-f", str(page), "-l", str(page), "-singlefile", "-"], input=pdf, capture_output=True, check=True).stdout
    magic, size, _, pixels = drawn.split(b"\n", 3)
    width, height = (int(one) for one in size.split())
    assert magic == b"P6", magic

    def at(x, y):
        place = 3 * (y * width + x)
        near = min(COLOURS, key=lambda name: sum(abs(a - b) for a, b in zip(COLOURS[name], pixels[place:place + 3])))
        return near
    return "".join(at(x, y) for y in (height * 3 // 8, height * 5 // 8) for x in (width * 3 // 8, width * 5 // 8)), width > height


def pdf_pages(count):
    body, places = b"%PDF-1.4\n", []
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, b" ".join(b"%d 0 R" % (3 + i) for i in range(count)))]
    objects += [b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"] * count
    for number, one in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj%sendobj\n" % (number, one)
    table = len(body)
    body += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % place for place in places)
    return body + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
