#include "cli/session.h"
