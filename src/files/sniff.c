/* files/sniff: libmagic's answer, held against our list. */
#include "files/files.h"
