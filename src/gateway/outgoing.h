/*
 * gateway/outgoing: messages on their way out: by text message through the court's SMS gateway, by
 * e-mail through its mail server, or, where none is set, as files that a program of the court picks
 * up. Only from worker threads: they wait for the peer.
 */
#ifndef GATEWAY_OUTGOING_H
#define GATEWAY_OUTGOING_H

#include "base/arena.h"

/** One message; all texts UTF-8, none NULL. */
struct letter {
    const char *address;   /* a phone number or an e-mail address */
    const char *sender;    /* the court's name, "": none is meant */
    const char *title;     /* of an e-mail */
    const char *text;      /* without the sender */
    const char *reference; /* ASCII without blanks: by it the peer reports back */
};

/** NULL, NULL: none. */
struct peer_login {
    const char *name, *password;
};

struct sms_settings {
    const char *url;  /* of the gateway's sendsms (Kannel 1.4), http or https */
    const char *from; /* the number that is shown to the recipient */
    struct peer_login login;
    const char *report_url; /* where the platform is reached by the gateway; NULL: no reports */
};
/**
 * One text message, UCS-2, begun with 【sender】 as operators ask for.
 * @return ERR_BUSY "sms.later": try again; ERR_INVALID "sms.refused": the number or the text
 */
MUST_CHECK enum err_kind sms_send(const struct sms_settings *settings, const struct letter *letter,
                                  struct err *reterr);

struct mail_settings {
    const char *url;         /* smtp://host:port, smtps://host:port; smtp asks for STARTTLS */
    const char *from;        /* address of the envelope and of the letter */
    struct peer_login login; /* sent over TLS only */
};
/**
 * One e-mail, plain text.
 * @return ERR_BUSY "mail.later": 4xx, or no connection; ERR_INVALID "mail.refused": 5xx
 */
MUST_CHECK enum err_kind mail_send(const struct mail_settings *settings,
                                   const struct letter *letter, struct err *reterr);

/** One message as one JSON file in `folder`/outgoing, renamed into place. No network here. */
MUST_CHECK enum err_kind spool_send(const char *folder, const char *channel,
                                    const struct letter *letter, struct err *reterr);

#endif
