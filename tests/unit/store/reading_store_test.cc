// A store whose file is only read: another command is writing, and time goes on all the same.
#include <catch2/catch.hpp>

#include "api/kinds/configmap.h"
#include "journal/journal.h"
#include "store/store.h"
#include "support/temporary_folder.h"

namespace skiff {
namespace {

using journal::Access;
using journal::Journal;

const WriteContext kWriter{"test", Time(seconds(1000))};

Value config(const char* text) {
  return Value{{"metadata", Value{{"name", "c"}, {"namespace", "default"}}}, {"data", Value{{"text", text}}}};
}

std::string text_in(const Store& store) {
  const ObjectRef found = store.get(kConfigMap, {"default", "c"});
  return found ? found->document()["data"]["text"].str() : "none";
}

void check_that_writes_stay_here(Store& store) {
  store.put(kConfigMap, {"default", "c"}, config("new"), kWriter);
  store.set_state("clock", "now", 2);
  CHECK(text_in(store) == "new");
  CHECK(store.state("clock", "now").as_int() == 2);
  store.erase(kConfigMap, {"default", "c"}, kWriter);
  CHECK(text_in(store) == "none");
  CHECK(store.take_changes().size() == 2);
  CHECK(store.commit());
}

}  // namespace

TEST_CASE("store: what is written to a file that is only read is seen here and nowhere else") {
  const test::TemporaryFolder folder;
  const std::string path = folder / "sim.jsonl";
  {
    auto journal = *Journal::open(path, {.access = Access::kWrite});
    Store store(*journal);
    store.put(kConfigMap, {"default", "c"}, config("old"), kWriter);
    store.set_state("clock", "now", 1);
    (void)store.take_changes();
    REQUIRE(store.commit());
    SECTION("opened for reading") {
      auto reading = *Journal::open(path, {.access = Access::kRead});
      Store reader(*reading);
      check_that_writes_stay_here(reader);
    }
    SECTION("released") {
      journal->release();
      check_that_writes_stay_here(store);
    }
  }
  auto journal = *Journal::open(path, {.access = Access::kRead});
  const Store store(*journal);
  CHECK(text_in(store) == "old");
  CHECK(store.state("clock", "now").as_int() == 1);
}

}  // namespace skiff
