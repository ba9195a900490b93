#include "scanner/fault.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

bool fault_set(struct fault *fault, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(fault->text, sizeof fault->text, format, args);
    va_end(args);
    return false;
}

bool fault_set_errno(struct fault *fault, const char *what)
{
    char text[128];
    const char *why = strerror_r(errno, text, sizeof text);
    return what ? fault_set(fault, "%s: %s", what, why) : fault_set(fault, "%s", why);
}
