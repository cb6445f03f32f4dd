/*
 * law/name: names of persons on screens and in published documents.
 *
 * Sources: 最高人民法院关于人民法院在互联网公布裁判文书的规定 (法释〔2016〕19号) Arts 4, 8, 9:
 * surname kept, given name → 某; of other names the first character is kept; the same results of
 * one document are told apart by Arabic digits. Masking on screen has no rule of its own [assumed]:
 * enough stays to recognise one's own, not enough to use another's.
 */
#ifndef LAW_NAME_H
#define LAW_NAME_H

#include "base/arena.h"

/** Bytes of the surname: two characters for a compound one (欧阳, of a name of three or more), the
 * first character otherwise, also of names with a dot (阿依古丽·买买提) or in letters. */
size_t surname_bytes(const char *name);

/**
 * Publication names of one document, in the order given: 张某, 欧阳某, 王某1, 王某2. Equal names
 * are one person and get one result.
 * @param ret  `count` texts in `arena`
 */
MUST_CHECK enum err_kind names_anonymise(struct arena *arena, const char *const *names,
                                         size_t count, const char **ret, struct err *reterr);

enum mask_kind {
    MASK_RESIDENT_ID, /* 421202********0017 */
    MASK_PHONE,       /* 138****8000 */
    MASK_BANK_CARD,   /* ***************0012 */
    MASK_NAME,        /* 张*, 欧阳** */
    MASK_EMAIL,       /* z***************.com */
    MASK_OTHER        /* passports and the like: the first and last two */
};

/** For a screen. Of what is shorter than usual, at least half is hidden. NULL: memory ran out. */
MUST_CHECK const char *text_mask(struct arena *arena, enum mask_kind kind, const char *text);

#endif
