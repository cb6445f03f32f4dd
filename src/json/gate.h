/* json/gate: what must hold before json-c may see a byte. Private to the room. */
#ifndef JSON_GATE_H
#define JSON_GATE_H

#include "json/json.h"

/** Walks the text once, without recursion. ERR_SYNTAX or ERR_LIMIT as json_parse() says. */
MUST_CHECK enum err_kind json_gate(const char *bytes, size_t size_bytes,
                                   const struct json_limits *limits, struct err *reterr);

/** The number four hex digits stand for, -1 when one of them is none. */
int json_hex_quad(const char *bytes);

#endif
