/*
 * command/own: systems a data folder brings by their definition alone. FOLDER/systems/NAME.json
 * defines the system NAME out of the words that ship; it stands behind those that ship everywhere.
 */
#ifndef COMMAND_OWN_H
#define COMMAND_OWN_H

#include "engine/engine.h"

enum { OWN_SYSTEMS_MAX = 32 };

/**
 * @param shipped  NULL-ended
 * @param ret  `shipped` itself when the folder brings none; else a longer table in `arena`,
 *             NULL-ended, its own by name
 * @return ERR_INVALID "systems.name", "systems.taken" (by one that ships) or "definition.invalid",
 *         each with the file; ERR_LIMIT "systems.many"
 */
MUST_CHECK enum err_kind systems_of_folder(const char *folder, const struct system *const *shipped,
                                           struct arena *arena, const struct system *const **ret,
                                           struct err *reterr);

/** The definitions a folder brings, into another folder; nothing where it brings none. */
MUST_CHECK enum err_kind systems_copy(const char *from, const char *to, struct arena *arena,
                                      struct err *reterr);

#endif
