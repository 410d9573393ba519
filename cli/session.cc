#include "cli/session.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <filesystem>

#include "base/strings.h"
#include "cli/contexts.h"
#include "cli/progress.h"
#include "sim/wall_clock.h"

namespace skiff::cli {
namespace {

// Where a manual clock starts.
Time manual_start() { return *parse_rfc3339("2026-01-01T00:00:00Z"); }

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

// clientcmd: a context that is asked for by name must be there. A file named beside it needs none.
bool names_unknown_context(const SessionOptions& options) {
  const bool file_named = !options.state_file.empty() || !environment("SKIFF_STATE").empty();
  return !options.context.empty() && !file_named && Contexts::load().entries.count(options.context) == 0;
}

bool holds_something(const std::string& path) {
  std::error_code failed;
  const auto size = std::filesystem::file_size(path, failed);
  return !failed && size > 0;
}

ClockMode mode_from_environment() {
  return environment("SKIFF_CLOCK") == "manual" ? ClockMode::kManual : ClockMode::kAuto;
}

}  // namespace

Result<std::string> state_file_of(const SessionOptions& options) {
  if (!options.state_file.empty()) return options.state_file;
  if (std::string file = environment("SKIFF_STATE"); !file.empty()) return file;
  const Contexts contexts = Contexts::load();
  const std::string cluster = contexts.cluster_of(options.context.empty() ? contexts.current : options.context);
  if (auto good = check_cluster_name(cluster); !good) return good.error();
  return contexts.state_file(cluster);
}

struct Session::Impl {
  SessionOptions options;
  std::string path;
  std::string ns;
  std::ostream* err = nullptr;
  bool saves = true;
  std::unique_ptr<journal::Journal> journal;
  std::unique_ptr<Store> store;
  std::unique_ptr<Cluster> cluster;

  void make(const NewCluster& wanted) {
    store->random() = Random(wanted.seed);
    const Time wall = wall_clock_now();
    const Time start = wanted.clock == ClockMode::kManual ? manual_start() : wall;
    set_initial_clock(*store, wanted.clock, start, wall);
    make_default_cluster(*store, wanted.spec, start);
  }
};

namespace {

// A setting that is a whole number: what it is without the variable, or an error that names it.
Result<void> take_number(const char* variable, uint64_t& number) {
  const std::string text = environment(variable);
  if (text.empty()) return {};
  const char* const end = text.data() + text.size();
  const auto [stop, failure] = std::from_chars(text.data(), end, number);
  if (failure == std::errc() && stop == end) return {};
  return client_error(std::string(variable) + " must be a whole number, not " + go_quote(text));
}

Result<std::unique_ptr<journal::Journal>> open_journal(const std::string& path, journal::Access access,
                                                       Duration lock_timeout, std::ostream& err) {
  journal::OpenOptions how;
  if (auto set = take_number("SKIFF_HISTORY", how.compaction.keep_transactions); !set) return set.error();
  if (auto set = take_number("SKIFF_COMPACT_ABOVE", how.compaction.min_bytes); !set) return set.error();
  if (auto set = take_number("SKIFF_INDEX_ABOVE", how.index_min_bytes); !set) return set.error();
  how.access = access;
  how.lock_timeout = lock_timeout;
  how.notice = [&err](std::string_view message) { err << message << std::endl; };  // now, while we wait
  return journal::Journal::open(path, how);
}

}  // namespace

Result<std::unique_ptr<Session>> Session::open(const SessionOptions& options, std::ostream& err) {
  auto impl = std::make_unique<Impl>();
  impl->options = options;
  impl->err = &err;
  auto path = state_file_of(options);
  if (!path) return path.error();
  impl->path = *std::move(path);
  if (names_unknown_context(options)) return client_error("context \"" + options.context + "\" does not exist");
  // A command that only reads saves what the clock has brought about if nobody else is writing, and else reads on.
  // Where there is no cluster yet, it has to make one like any other, or wait for the one that is being made.
  const bool reads = options.read_only && holds_something(impl->path);
  const Duration patience = reads ? Duration::zero() : options.lock_timeout;
  auto journal = open_journal(impl->path, journal::Access::kWrite, patience, err);
  if (!journal && reads) {
    journal = open_journal(impl->path, journal::Access::kRead, patience, err);
    impl->saves = false;
  }
  if (!journal) return journal.error();
  impl->journal = std::move(*journal);
  impl->store = std::make_unique<Store>(*impl->journal);
  if (impl->journal->fresh()) {
    impl->make({ClusterSpec{}, mode_from_environment(), 1});
    err << "Created the cluster \"sim\" in " << impl->path << "\n";
  }
  impl->cluster = std::make_unique<Cluster>(*impl->store);
  if (options.progress != nullptr) options.progress->follow(*impl->cluster);
  impl->cluster->react();
  impl->cluster->catch_up(wall_clock_now());
  impl->ns = options.ns;
  if (impl->ns.empty()) {
    const Contexts contexts = Contexts::load();
    const auto found = contexts.entries.find(options.context.empty() ? contexts.current : options.context);
    if (found != contexts.entries.end()) impl->ns = found->second.ns;
  }
  if (impl->ns.empty()) impl->ns = "default";
  return std::unique_ptr<Session>(new Session(std::move(impl)));
}

Result<std::unique_ptr<Session>> Session::create(const SessionOptions& options, const NewCluster& wanted,
                                                 std::ostream& err) {
  auto impl = std::make_unique<Impl>();
  impl->options = options;
  impl->err = &err;
  auto path = state_file_of(options);
  if (!path) return path.error();
  impl->path = *std::move(path);
  auto journal = open_journal(impl->path, journal::Access::kWrite, options.lock_timeout, err);
  if (!journal) return journal.error();
  impl->journal = std::move(*journal);
  if (!impl->journal->fresh()) return client_error("the cluster in " + impl->path + " already exists");
  impl->store = std::make_unique<Store>(*impl->journal);
  impl->make(wanted);
  impl->cluster = std::make_unique<Cluster>(*impl->store);
  impl->cluster->react();
  impl->ns = "default";
  return std::unique_ptr<Session>(new Session(std::move(impl)));
}

Session::Session(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
// The process is about to end, most of the time: taking a large cluster apart, object by object, would cost more than
// most commands. The one before is, so that a command which looks again and again does not grow.
Session::~Session() {
  static auto& cluster = *new std::unique_ptr<Cluster>();
  static auto& store = *new std::unique_ptr<Store>();
  cluster = std::move(impl_->cluster);
  store = std::move(impl_->store);
}

ApiServer& Session::api() { return impl_->cluster->api(); }
std::ostream& Session::err() { return *impl_->err; }
Cluster& Session::cluster() { return *impl_->cluster; }
Time Session::now() { return impl_->cluster->now(); }
const std::string& Session::ns() const { return impl_->ns; }
bool Session::ns_given() const { return !impl_->options.ns.empty(); }
const std::string& Session::state_file() const { return impl_->path; }
const journal::Journal& Session::history() const { return *impl_->journal; }
Store& Session::store() { return *impl_->store; }

Result<void> Session::finish() {
  impl_->cluster->save(wall_clock_now());
  if (!impl_->saves || !impl_->store->dirty()) return {};
  return impl_->store->commit();
}

void Session::release() {
  impl_->saves = false;
  impl_->journal->release();
}

bool Session::is_released() const { return !impl_->saves; }

}  // namespace skiff::cli
