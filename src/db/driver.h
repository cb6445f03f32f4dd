/* db/driver: what a backend fills in. Private to the room; each backend ends in one such table. */
#ifndef DB_DRIVER_H
#define DB_DRIVER_H

#include "db/db.h"

struct flight_statement {
    const char *sql;
    struct db_value *args;
    size_t arg_count;
    int64_t changed_must_be;
    struct db_result result;
};

struct db_flight {
    struct arena *arena;
    struct flight_statement *statements;
    size_t count, capacity;
    bool failed; /* memory ran out while adding */
};

struct db_driver {
    const char *name;
    void (*close)(struct db *db);
    enum err_kind (*run)(struct db *db, struct arena *arena, struct flight_statement *statement,
                         struct err *reterr);
    enum err_kind (*fly)(struct db *db, struct db_flight *flight, struct err *reterr);
    enum err_kind (*begin)(struct db *db, struct err *reterr);
    enum err_kind (*commit)(struct db *db, struct err *reterr);
    void (*rollback)(struct db *db);
    int64_t (*session)(const struct db *db); /* NULL: there is one, and it is never lost */
    void (*pin)(struct db *db);              /* NULL: the one session is never lost */
    void (*hold)(struct db *db); /* NULL, and so is release: it would cost more than it saves */
    void (*release)(struct db *db);
    /** SQL for a type word of migrations, e.g. "ID"; NULL: not a type word. */
    const char *(*type_word)(const char *word, size_t length);
};

struct db {
    const struct db_driver *driver;
};

enum err_kind sqlite_open(const char *path, enum db_mode mode, struct db **ret, struct err *reterr);
enum err_kind postgres_open(const char *url, enum db_mode mode, struct db **ret,
                            struct err *reterr);
/** ERR_STALE when a statement changed another number of rows than it must. */
enum err_kind flight_judge(const struct flight_statement *statement, size_t index,
                           struct err *reterr);

#endif
