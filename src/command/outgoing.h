/*
 * command/outgoing: how a server's messages leave, as its settings say: by SMS gateway and mail
 * server, or as files. A demo without them lets nothing out: its page of messages shows them.
 */
#ifndef COMMAND_OUTGOING_H
#define COMMAND_OUTGOING_H

#include "command/config.h"
#include "engine/engine.h"
#include "gateway/outgoing.h"

struct outgoing_ways {
    struct sms_settings sms;   /* url NULL: none is set */
    struct mail_settings mail; /* the same */
    const char *spool;         /* folder */
    bool demo;
};

/** ERR_INVALID "config.login": a file without two lines; "config.mail": no address to send from. */
MUST_CHECK enum err_kind outgoing_read(const struct config *config, struct outgoing_ways *ret,
                                       struct arena *arena, struct err *reterr);
/** The port `deliver`. */
MUST_CHECK enum err_kind outgoing_send(const struct outgoing_ways *ways,
                                       const struct outgoing *outgoing, struct err *reterr);

#endif
