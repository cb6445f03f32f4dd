/*
 * command/seal: the seal a server signs papers with. The setting `seal` names a PEM file with key
 * and certificates, readable by its owner alone. A demo folder without the setting has one of its
 * own making, FOLDER/seal.pem, whose name says that it is a demonstration's: made by setup (finding
 * an RSA key takes longer than all else a server does when it starts), or where it is missing.
 */
#ifndef COMMAND_SEAL_H
#define COMMAND_SEAL_H

#include "command/place.h"
#include "crypto/seal.h"

/**
 * The seal of a folder; NULL when none is set: then papers wait.
 * @return ERR_MISSING "seal.file", ERR_STORE "seal.file" (others may read it), ERR_INVALID
 * "seal.pem"
 */
MUST_CHECK enum err_kind seal_of_place(const struct place *place, const char *path,
                                       struct seal **ret, struct err *reterr);
/** FOLDER/seal.pem, a demonstration's own seal, where it is not there yet. */
MUST_CHECK enum err_kind seal_make_demo(const char *folder, struct err *reterr);
/** One line for whoever starts a server: none, or self-made. Nothing otherwise. */
void seal_tell(const struct seal *seal);

#endif
