// A mapped file that somebody cuts shorter kills whoever looks behind its new end (SIGBUS). A reader, who waits for
// nobody, may be looking at the tail of a transaction that its writer takes back at that moment. Inside the ranges that
// are told here it finds zeros instead, which no checksum fits.
#pragma once
#include <cstddef>

namespace skiff::journal {

// The range is read as zeros where the file behind it ends. A few ranges at a time; false if there are too many.
bool guard_pages(const void* begin, size_t size);
void unguard_pages(const void* begin);

}  // namespace skiff::journal
