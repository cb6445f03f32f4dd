/*
 * engine/task: the tasks of a matter are derived from where it stands and from its clocks, never
 * set by hand: one for whoever must act in this state, one for each list that a clock put it on.
 * An action changes only the rows that differ; who claimed one keeps it as long as it stands.
 */
#include "base/text.h"
#include "engine/internal.h"

size_t tasks_wanted(const struct workflow *workflow, const struct state *state,
                    const struct value *deadlines, struct task_wanted *ret)
{
    size_t count = 0;
    if (state->final)
        return 0;
    if (!state->taskless && state->waits_for)
        ret[count++] =
            (struct task_wanted){state->name, state->waits_for, deadlines_earliest(deadlines)};
    for (size_t i = 0; i < deadlines->count && count < TASKS_WANTED_MAX; i++) {
        const struct value *row = deadlines->items[i];
        const struct deadline *deadline =
            workflow_deadline(workflow, value_text(value_get(row, "name")));
        if (!text_equal(value_text(value_get(row, "state")), "overdue") || !deadline ||
            !deadline->due_list)
            continue;
        /* Clocks of several parties on one list are one task: the oldest counts. */
        size_t same = 0;
        while (same < count && strcmp(ret[same].purpose, deadline->due_list) != 0)
            same++;
        if (same == count)
            ret[count++] = (struct task_wanted){deadline->due_list, deadline->due_to,
                                                value_int(value_get(row, "due_us"), 0)};
    }
    return count;
}

bool tasks_take(const struct db_result *rows, struct arena *arena, struct matter *matter)
{
    matter->task_room = rows->row_count + TASKS_NEW_MAX;
    matter->tasks = arena_array(arena, matter->task_room, sizeof *matter->tasks);
    for (size_t i = 0; matter->tasks && i < rows->row_count; i++)
        matter->tasks[matter->task_count++] =
            (struct task_held){.id = db_cell_int(rows, i, 0),
                               .purpose = db_cell_text(rows, i, 1),
                               .role = db_cell_text(rows, i, 2),
                               .account_id = db_cell_int(rows, i, 3),
                               .due_us = db_cell_int(rows, i, 4),
                               .open = db_cell_int(rows, i, 5) == 0,
                               .court = db_cell_text(rows, i, 6),
                               .keeps = db_cell_int(rows, i, 7) > 0};
    return matter->tasks != NULL;
}

void call_set_handler(struct call *call, const char *role, int64_t account_id)
{
    struct matter *matter = call->matter;
    matter->handler_role = role;
    matter->handler = account_id;
    for (size_t i = 0; i < matter->task_count; i++) {
        struct task_held *task = &matter->tasks[i];
        if (!task->open || strcmp(task->role, role) != 0 || task->account_id == account_id)
            continue;
        task_assign(call->writes, task->id, task->account_id, account_id);
        task->account_id = account_id;
    }
}

/* Whoever had a task of this role last gets the next one, if they still hold the role. */
static int64_t last_holder(const struct matter *matter, const char *role)
{
    if (matter->handler_role && strcmp(matter->handler_role, role) == 0)
        return matter->handler;
    for (size_t i = 0; i < matter->task_count; i++) {
        const struct task_held *task = &matter->tasks[i];
        if (task->account_id && strcmp(task->role, role) == 0 &&
            strcmp(task->court, matter->court) == 0)
            return task->keeps ? task->account_id : 0;
    }
    return 0;
}

static struct task_held *open_task(struct matter *matter, const struct task_wanted *wanted)
{
    for (size_t i = 0; i < matter->task_count; i++) {
        struct task_held *task = &matter->tasks[i];
        if (task->open && strcmp(task->purpose, wanted->purpose) == 0 &&
            strcmp(task->role, wanted->role) == 0 && strcmp(task->court, matter->court) == 0)
            return task;
    }
    return NULL;
}

static bool is_wanted(struct matter *matter, const struct task_held *task,
                      const struct task_wanted *wanted, size_t wanted_count)
{
    for (size_t i = 0; i < wanted_count; i++) {
        if (open_task(matter, &wanted[i]) == task)
            return true;
    }
    return false;
}

void tasks_renew(struct call *call, struct matter *matter)
{
    struct task_wanted wanted[TASKS_WANTED_MAX];
    size_t count = tasks_wanted(matter->workflow, matter->state_row, matter->deadlines, wanted);
    for (size_t i = 0; i < matter->task_count; i++) {
        struct task_held *task = &matter->tasks[i];
        if (!task->open || is_wanted(matter, task, wanted, count))
            continue;
        task_close(call->writes, task->id, call->now_us);
        task->open = false;
    }
    for (size_t i = 0; i < count; i++) {
        struct task_held *task = open_task(matter, &wanted[i]);
        if (task && task->due_us != wanted[i].due_us) {
            task_set_due(call->writes, task->id, wanted[i].due_us);
            task->due_us = wanted[i].due_us;
        }
        if (task)
            continue;
        const struct task_row row = {.id = call_new_id(call, ID_TASK),
                                     .matter_id = matter->id,
                                     .account_id = last_holder(matter, wanted[i].role),
                                     .due_us = wanted[i].due_us,
                                     .opened_us = call->now_us,
                                     .court = matter->court,
                                     .system = matter->workflow->system,
                                     .role = wanted[i].role,
                                     .purpose = wanted[i].purpose};
        task_insert(call->writes, &row);
        /* An action that goes on to another of the same call finds it open. */
        if (matter->task_count < matter->task_room)
            matter->tasks[matter->task_count++] = (struct task_held){.id = row.id,
                                                                     .purpose = row.purpose,
                                                                     .role = row.role,
                                                                     .account_id = row.account_id,
                                                                     .due_us = row.due_us,
                                                                     .open = true,
                                                                     .court = row.court,
                                                                     .keeps = true};
    }
}
