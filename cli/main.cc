#include <iostream>

#include "cli/app.h"

int main(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  skiff::cli::IoStreams io{std::cout, std::cerr, std::cin};
  return skiff::cli::run_app({argv + 1, argv + argc}, io);
}
