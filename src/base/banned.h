/* base/banned: calls that do not compile here, after git's idea: each has a safer form in the
 * house. */
#ifndef BASE_BANNED_H
#define BASE_BANNED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#ifndef FENGQIAO_OUTSIDE /* who uses law/ as a library may call what they like */

/* Function-like, so that `struct system` and a field called `rand` stay legal. */
#define strcpy(...)    banned_use_arena_copy(__VA_ARGS__)
#define strcat(...)    banned_use_text_add(__VA_ARGS__)
#define strncpy(...)   banned_use_snprintf(__VA_ARGS__)
#define sprintf(...)   banned_use_snprintf(__VA_ARGS__)
#define vsprintf(...)  banned_use_vsnprintf(__VA_ARGS__)
#define strtok(...)    banned_use_strcspn(__VA_ARGS__)
#define gmtime(...)    banned_use_base_moment(__VA_ARGS__)
#define localtime(...) banned_use_base_moment(__VA_ARGS__)
#define atoi(...)      banned_use_strtoll(__VA_ARGS__)
#define rand()         banned_use_random_bytes()
#define system(...)    banned_no_shell_here(__VA_ARGS__)

#endif

#endif
