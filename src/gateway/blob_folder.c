/* gateway/blob_folder: documents as files named by their hash. */
#include "gateway/gateway.h"
