#include "journal/vanishing_pages.h"

#include <array>
#include <atomic>
#include <csignal>
#include <cstddef>
#include <cstdint>

#include <sys/mman.h>
#include <unistd.h>

namespace skiff::journal {
namespace {

struct Range {
  std::atomic<uintptr_t> begin{0};
  std::atomic<uintptr_t> end{0};
};

// Fixed, because a signal handler reads it.
std::array<Range, 16> guarded_ranges;
uintptr_t page_size = 4096;

// Runs as a signal handler: nothing but mmap, and a return to the instruction that failed, which finds a page now.
void on_missing_page(int, siginfo_t* fault, void*) {
  const auto address = reinterpret_cast<uintptr_t>(fault->si_addr);
  for (const Range& range : guarded_ranges) {
    if (address < range.begin.load() || address >= range.end.load()) continue;
    void* const page = static_cast<std::byte*>(fault->si_addr) - address % page_size;
    if (::mmap(page, page_size, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) != MAP_FAILED) return;
  }
  (void)std::signal(SIGBUS, SIG_DFL);  // not ours: the instruction fails again, and this time for good
}

void install_handler() {
  page_size = static_cast<uintptr_t>(::sysconf(_SC_PAGESIZE));
  struct sigaction action {};
  action.sa_sigaction = on_missing_page;
  action.sa_flags = SA_SIGINFO;
  (void)::sigaction(SIGBUS, &action, nullptr);
}

}  // namespace

bool guard_pages(const void* begin, size_t size) {
  const auto first = reinterpret_cast<uintptr_t>(begin);
  for (Range& range : guarded_ranges) {
    uintptr_t free = 0;
    if (!range.begin.compare_exchange_strong(free, first)) continue;
    range.end = first + size;
    install_handler();
    return true;
  }
  return false;
}

void unguard_pages(const void* begin) {
  for (Range& range : guarded_ranges) {
    if (range.begin.load() != reinterpret_cast<uintptr_t>(begin)) continue;
    range.end = 0;
    range.begin = 0;
    return;
  }
}

}  // namespace skiff::journal
