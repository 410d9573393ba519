#include "journal/mapped_file.h"

#include <unistd.h>

#include <catch2/catch.hpp>

#include "support/temporary_folder.h"

namespace skiff::journal {

using test::TemporaryFolder;
using test::write_text;

TEST_CASE("mapped file: what is cut off while it is read becomes zeros") {
  const TemporaryFolder folder;
  const std::string path = folder / "large";
  const size_t whole = (size_t{20} << 20) + 5;
  const size_t kept = (size_t{10} << 20) + 7;
  write_text(path, std::string(whole, 'x'));
  const auto mapped = MappedFile::open(path);
  const auto other = MappedFile::open(path);
  REQUIRE(mapped);
  REQUIRE(::truncate(path.c_str(), kept) == 0);
  CHECK(mapped->text().size() == whole);
  CHECK(mapped->text()[kept - 1] == 'x');
  CHECK(mapped->text()[kept] == '\0');  // the rest of the last page, as the kernel has it
  CHECK(mapped->text()[whole - 1] == '\0');
  CHECK(mapped->text().find('x', kept) == std::string_view::npos);
  CHECK(other->text()[kept + 100'000] == '\0');
}

TEST_CASE("mapped file: what was let go is there when somebody looks again") {
  const TemporaryFolder folder;
  const std::string path = folder / "large";
  std::string text(size_t{17} << 20, 'x');
  for (size_t at = 0; at < text.size(); at += 1000) text[at] = static_cast<char>('a' + at / 1000 % 20);
  write_text(path, text);
  const auto mapped = MappedFile::open(path);
  REQUIRE(mapped);
  mapped->read_ahead();
  REQUIRE(mapped->text() == text);
  mapped->let_go();
  CHECK(mapped->text() == text);
}

TEST_CASE("mapped file: a short one is read at once") {
  const TemporaryFolder folder;
  const std::string path = folder / "short";
  write_text(path, "abc");
  const auto mapped = MappedFile::open(path);
  REQUIRE(mapped);
  write_text(path, "");
  CHECK(mapped->text() == "abc");
}

}  // namespace skiff::journal
