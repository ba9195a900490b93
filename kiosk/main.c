#include <stdio.h>

int main(void)
{
    fputs("lanyard: nothing is built yet\n", stderr);
    return 2;
}
