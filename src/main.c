/* The only file that sees every room: it hands gateways, randomness and two clocks to the engine.
 */
#include "command/command.h"

int main(int argc, char **argv)
{
    static const struct command extra[] = {{0}};
    return command_main(argc, argv, extra);
}
