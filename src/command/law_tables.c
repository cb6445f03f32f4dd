/* command/law_tables: see law_tables.h. */
#include "command/law_tables.h"

#include "law/law.h"

static void print_words(const char *title, const char *words)
{
    if (!words)
        return;
    (void) printf("%s:", title);
    for (const char *word = words; *word;) {
        int length = (int) strcspn(word, " ");
        (void) printf(" `%.*s`", length, word);
        word += length + (word[length] == ' ');
    }
    (void) printf("<br>");
}

static void print_online(void)
{
    (void) printf("# Doing it online: OL1 to OL19, OM1 to OM18\n\n"
                  "Conditions of the rules for online litigation (OLR) and online mediation (OMR) "
                  "as predicates over facts (`law/online.h`, rule\n"
                  "`online_rule`): a rule holds when all of its needed facts, one of its "
                  "alternatives and none of its bars are given. The words of OLR 21\n"
                  "(OL13) are from the text's seven items [assumed in wording]. A person decides; "
                  "the answer names what is missing and what follows.\n\n"
                  "| rule | it holds | otherwise | facts | article |\n|---|---|---|---|---|\n");
    for (const struct online_rule *rule = online_rules; rule->id; rule++) {
        (void) printf("| %s | %s<br>%s | %s<br>%s | ", rule->id, rule->zh, rule->en,
                      rule->otherwise_zh, rule->otherwise_en);
        print_words("needs", rule->all_of);
        print_words("one of", rule->any_of);
        print_words("bars", rule->none_of);
        (void) printf(" | %s |\n", rule->basis);
    }
}

static void print_remedies(void)
{
    (void) printf("# Remedies, and what an agent may do\n\n"
                  "What a refusal must name (`law/remedy.h`, rule `remedy`); the period is a name "
                  "of [period-table.md](period-table.md).\n\n"
                  "| decision | what can be done | period | article |\n|---|---|---|---|\n");
    for (const struct remedy *row = remedies; row->decision; row++)
        (void) printf("| `%s` | %s<br>%s | %s | %s |\n", row->decision, row->zh, row->en,
                      row->period ? row->period : "", row->basis);
    (void) printf("\nActs of an agent (rule `agent_act`): special authority must name the act (CPL "
                  "62, JI 89: \"full authority\" 全权代理 is "
                  "general).\n\n"
                  "| act | what | needs | article |\n|---|---|---|---|\n");
    for (const struct agent_act *row = agent_acts; row->act; row++)
        (void) printf("| `%s` | %s<br>%s | %s | %s |\n", row->act, row->zh, row->en,
                      row->person    ? "the person's own word"
                      : row->special ? "special authority"
                                     : "general authority",
                      row->basis);
}

static void print_terms(const struct indicator_term *terms)
{
    for (size_t i = 0; i < INDICATOR_TERMS_MAX && terms[i].count; i++)
        (void) printf("%s`%s`", terms[i].sign < 0 ? " − " : i ? " + " : "", terms[i].count);
}

static void print_indicators(void)
{
    (void) printf(
        "# Indicators\n\n"
        "Formulas of `law/indicator.h` (rule `indicator`). No official text is public: the first "
        "three reproduce published figures of courts\n"
        "(Jiyuan 2021: 89.68 %% and 83.8 %% online, 79.17 %% enforcement; 88.63 filings per 10,000 "
        "in 2024), the others are [assumed]. Figures\n"
        "are cut to two decimals, as the published ones. **No league tables**: ranking courts or "
        "judges by them is forbidden (SPC, 2024).\n\n"
        "| indicator | numerator | denominator | unit | counted from |\n|---|---|---|---|---|\n");
    for (const struct indicator *row = indicators; row->name; row++) {
        (void) printf("| `%s`<br>%s<br>%s | ", row->name, row->zh, row->en);
        print_terms(row->numerator);
        (void) printf(" | ");
        print_terms(row->denominator);
        (void) printf(" | %s | %s |\n", row->unit, row->events);
    }
}

static void print_periods(void)
{
    (void) printf(
        "# The table of periods\n\n"
        "Every row of `law/period_table.c` (rule `period`); how they are counted is in "
        "[periods.md](periods.md). \"Shifts\": a last day off\n"
        "moves to the next working day (CPL 85). Several rows of one name hold at "
        "different times.\n\n"
        "| name | period | length | from | shifts | kind | made longer | article | in force "
        "|\n|---|---|---|---|---|---|---|---|---|\n");
    for (size_t i = 0; i < period_count; i++) {
        const struct period *row = &periods[i];
        const struct period_extension *extension = period_extension_of(row);
        (void) printf(
            "| `%s` | %s<br>%s | %d %s%s%s | %s<br>%s | %s | %s | %s%s%s%s | %s | %s – %s |\n",
            row->name, row->zh, row->en, row->length, period_unit_name(row->unit),
            row->length == 1 ? "" : "s", row->before ? " before" : "", row->start_event_zh,
            row->start_event_en, row->shifts ? "yes" : "no",
            row->invariable  ? "invariable"
            : row->statutory ? "statutory"
                             : "set by the court",
            extension_kind_name(extension->kind), extension->period ? ": `" : "",
            extension->period ? extension->period : "", extension->period ? "`" : "", row->basis,
            row->valid_from ? row->valid_from : "", row->valid_to ? row->valid_to : "");
    }
}

bool law_print_table(const char *name)
{
    static const struct {
        const char *name;
        void (*print)(void);
    } pages[] = {{"online", print_online},
                 {"remedies", print_remedies},
                 {"indicators", print_indicators},
                 {"period-table", print_periods}};
    for (size_t i = 0; i < COUNT_OF(pages); i++) {
        if (strcmp(pages[i].name, name) == 0) {
            pages[i].print();
            return true;
        }
    }
    return false;
}
