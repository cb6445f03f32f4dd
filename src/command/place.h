/*
 * command/place: a data folder: keys, the address of its store, and whether it is a demo.
 *
 * FOLDER/fengqiao.conf holds lines "name value" (mode 0600, since the address of a store may hold a
 * password); FOLDER/keys the secret keys. The file is written last, so a folder whose setup was cut
 * off has none and is set up again.
 */
#ifndef COMMAND_PLACE_H
#define COMMAND_PLACE_H

#include "gateway/gateway.h"

struct place {
    const char *folder, *store_url;
    struct keys *keys;
    bool demo;
    int lock_file; /* 0: not locked */
};

/** The value after `name` ("--data") among the arguments, or NULL. */
const char *option_text(int argc, char **argv, const char *name);
bool option_given(int argc, char **argv, const char *name);

/** The text of FOLDER/fengqiao.conf. ERR_MISSING "place.none", ERR_STORE "place.conf". */
MUST_CHECK enum err_kind place_conf(const char *folder, struct arena *arena, const char **ret,
                                    struct err *reterr);
/** The value of one of its lines "name value", in the arena; NULL when the name is not there. */
const char *place_conf_value(const char *conf, const char *name, struct arena *arena);
/** Reads a folder that was set up. `store_url` NULL: the one of its file. ERR_MISSING "place.none".
 */
MUST_CHECK enum err_kind place_open(const char *folder, const char *store_url, struct arena *arena,
                                    struct place *ret, struct err *reterr);
void place_close(struct place *place);
/** The store a folder has when none is named: an SQLite file in it. NULL: memory ran out. */
const char *place_default_store(const char *folder, struct arena *arena);

/** Where the folder's documents lie: beside an SQLite store, inside a PostgreSQL one. */
MUST_CHECK enum err_kind place_blobs(const struct place *place, struct arena *arena,
                                     struct blob_home **ret, struct err *reterr);
/**
 * Takes the folder for this command alone until place_close(). ERR_BUSY "place.served": a server
 * runs on it, and what it keeps in memory must not be changed behind its back.
 */
MUST_CHECK enum err_kind place_lock(struct place *place, struct err *reterr);
/** The same for an open store, until it is closed: another folder may name it too. */
MUST_CHECK enum err_kind place_lock_store(struct db *db, struct err *reterr);
/** place_lock(), then the store opened for writing and locked; the caller closes it. */
MUST_CHECK enum err_kind place_open_alone(struct place *place, struct db **ret, struct err *reterr);

/** What a folder has besides its store and documents, in another folder: the keys, so that
 * identifiers stay readable and public ids and links stay the same, and systems of its own. */
MUST_CHECK enum err_kind place_copy_own(const char *from, const char *to, struct arena *arena,
                                        struct err *reterr);

/** Says what went wrong on standard error and gives the exit status 1. */
int command_failed(const struct err *err);

#endif
