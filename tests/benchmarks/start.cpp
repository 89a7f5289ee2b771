// SPDX-License-Identifier: GPL-3.0-or-later
// From starting the program to its first painted window, and what it took of memory by then, beside a bare QMainWindow.
// Nothing in the program helps: Qt itself says when a top-level window's pixels go to the screen (its logging category
// qt.widgets.painting), and it is asked to end as soon as it has said so.
//   bench_start ONLYONCE BENCH_BAREWINDOW EMPTY-DATABASE LARGE-DATABASE CONFIG
#include "figures.h"
#include "process.h"

#include <cstdlib>

using namespace onlyonce::bench;

namespace {

constexpr int rounds = 9;

struct Figures
{
    std::vector<double> painted;
    std::vector<double> ended;
    std::vector<double> memory;

    void add(const std::vector<std::string> &words)
    {
        const auto start = SteadyClock::now();
        Process program(words, Process::Stream::Errors);
        (void)program.lineWith({"Flushing QRegion", "MainWindow("});
        painted.push_back(secondsSince(start) * 1000);
        program.terminate();
        program.wait();
        ended.push_back(secondsSince(start) * 1000);
        memory.push_back(program.peakMemory());
    }
};

}  // namespace

int main(int argc, char **argv)
{
    if (argc != 6) {
        giveUp("bench_start ONLYONCE BENCH_BAREWINDOW EMPTY-DATABASE LARGE-DATABASE CONFIG");
    }
    setenv("QT_LOGGING_RULES", "qt.widgets.painting.info=true", 1);
    const std::string program = argv[1];
    const std::string config = argv[5];
    Figures bare;
    Figures empty;
    Figures large;
    for (int round = 0; round < rounds; ++round) {
        bare.add({argv[2]});
        empty.add({program, "--database", argv[3], "--config", config});
        large.add({program, "--database", argv[4], "--config", config});
    }
    printHead("Start to the first painted window", "onlyonce", "bare window");
    printRow("no incidents", median(empty.painted), median(bare.painted), millis);
    printRow("100,000 incidents", median(large.painted), median(bare.painted), millis);
    printRow("100,000 incidents beside none", median(large.painted), median(empty.painted), millis);
    printHead("  … and ended again", "onlyonce", "bare window");
    printRow("no incidents", median(empty.ended), median(bare.ended), millis);
    printRow("100,000 incidents", median(large.ended), median(bare.ended), millis);
    printHead("  … peak memory", "onlyonce", "bare window");
    printRow("no incidents", median(empty.memory), median(bare.memory), mebibytes);
    printRow("100,000 incidents", median(large.memory), median(bare.memory), mebibytes);
    return 0;
}
