/* fuzz/identifier: numbers of people and organisations in any bytes: a fault has a name, what has
 * none holds what the rules say of it, and one changed character is seen. */
#include "fuzz/fuzz.h"

#include "law/identifier.h"

enum { TODAY = 20782 }; /* 2026-11-25 */

static void check_resident(const char *id)
{
    const char *fault = resident_id_fault(id, TODAY);
    assert(resident_id_valid(id, TODAY) == !fault);
    if (fault)
        return;
    assert(strlen(id) == 18 && resident_id_birth_day(id) <= TODAY);
    assert(age_on(resident_id_birth_day(id), TODAY) >= 0);
    assert(resident_id_is_male(id) == ((id[16] - '0') % 2 == 1));
    char other[19];
    memcpy(other, id, sizeof other);
    other[16] = (char) ('0' + (id[16] - '0' + 1) % 10);
    assert(resident_id_fault(other, TODAY));
}

static void check(const char *text)
{
    struct lawyer_licence licence = {0};
    check_resident(text);
    assert(credit_code_valid(text) == !credit_code_fault(text));
    assert(phone_valid(text) == !phone_fault(text));
    assert(!phone_is_mobile(text) || phone_valid(text));
    if (!bank_card_fault(text))
        assert(strlen(text) >= 16 && strlen(text) <= 19 && bank_account_valid(text));
    if (!lawyer_licence_fault(text, &licence))
        assert(licence.kind >= 1 && licence.kind <= 9 && strlen(licence.province) == 2);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size_bytes)
{
    char *text = malloc(size_bytes + 1);
    if (!text)
        return 0;
    if (size_bytes)
        memcpy(text, bytes, size_bytes);
    text[size_bytes] = '\0';
    check(text);
    free(text);
    return 0;
}
