/*
 * fuzz/: one page a parser. A target takes any bytes, must not crash, leak or hang, and asserts
 * what holds for every input: what was read and printed reads the same again, a refusal says why.
 */
#ifndef FUZZ_FUZZ_H
#define FUZZ_FUZZ_H

#include <assert.h>
#include <stddef.h>
#include <stdint.h>

/** The one function of a target. libFuzzer or replay.c calls it; always returns 0. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size_bytes);

#endif
