/* command/outgoing: see outgoing.h. */
#include "command/outgoing.h"

#include "base/text.h"
#include "store/csv.h"

/* A secret is a file, never an option: what runs shows its options to everybody. */
static enum err_kind read_login(const char *path, struct arena *arena, struct peer_login *ret,
                                struct err *reterr)
{
    char *text = NULL;
    size_t size_bytes = 0;
    *ret = (struct peer_login){0};
    enum err_kind kind = path ? csv_read_file(arena, path, &text, &size_bytes, reterr) : ERR_NONE;
    if (kind || !path)
        return kind;
    size_t name = strcspn(text, "\r\n"), gap = strspn(text + name, "\r\n"),
           password = strcspn(text + name + gap, "\r\n");
    if (!name || !password)
        return err_set(reterr, ERR_INVALID, "config.login",
                       "%.150s: a name and a password are expected, each on a line", path);
    ret->name = arena_copy_bytes(arena, text, name);
    ret->password = arena_copy_bytes(arena, text + name + gap, password);
    return ret->name && ret->password ? ERR_NONE : arena_full(reterr);
}

enum err_kind outgoing_read(const struct config *config, struct outgoing_ways *ret,
                            struct arena *arena, struct err *reterr)
{
    ret->sms = (struct sms_settings){.url = config_text(config, "sms"),
                                     .from = config_text(config, "sms-from"),
                                     .report_url = config_text(config, "public-url")};
    ret->mail = (struct mail_settings){.url = config_text(config, "mail"),
                                       .from = config_text(config, "mail-from")};
    if (ret->mail.url && (!ret->mail.from || !strchr(ret->mail.from, '@')))
        return err_set(reterr, ERR_INVALID, "config.mail",
                       "mail needs mail-from, the address e-mail is sent from");
    enum err_kind kind =
        read_login(config_text(config, "sms-login"), arena, &ret->sms.login, reterr);
    return kind ? kind
                : read_login(config_text(config, "mail-login"), arena, &ret->mail.login, reterr);
}

enum err_kind outgoing_send(const struct outgoing_ways *ways, const struct outgoing *outgoing,
                            struct err *reterr)
{
    const struct letter letter = {.address = outgoing->address,
                                  .sender = outgoing->sender,
                                  .title = outgoing->title,
                                  .text = outgoing->text,
                                  .reference = outgoing->reference};
    bool sms = text_equal(outgoing->channel, "sms");
    if (sms && ways->sms.url)
        return sms_send(&ways->sms, &letter, reterr);
    if (!sms && ways->mail.url)
        return mail_send(&ways->mail, &letter, reterr);
    return ways->demo ? ERR_NONE : spool_send(ways->spool, outgoing->channel, &letter, reterr);
}
