// ls and stat, as busybox and the GNU programs of larger images print them.
#include <algorithm>

#include "base/md5.h"
#include "base/strings.h"
#include "kubelet/shell/arguments.h"

namespace skiff::shell {
namespace {

struct Entry {
  std::string name;  // as it is shown
  FileStatus status;
};

constexpr size_t kBlock = 4096;

// Of 512 bytes; a file takes whole pages.
size_t blocks_of(const FileStatus& status) {
  if (status.sort == FileStatus::Sort::kLink) return 0;
  return (status.size + kBlock - 1) / kBlock * (kBlock / 512);
}

// 1.5K, 12M
std::string human_size(size_t size) {
  if (size < 1024) return std::to_string(size);
  constexpr std::string_view kUnits = "KMGTP";
  double value = static_cast<double>(size);
  size_t unit = 0;
  for (value /= 1024; value >= 1024 && unit + 1 < kUnits.size(); ++unit) value /= 1024;
  const auto tenths = static_cast<int64_t>(value * 10 + 0.999);
  const std::string text = tenths < 100 ? std::to_string(tenths / 10) + "." + std::to_string(tenths % 10)
                                        : std::to_string(static_cast<int64_t>(value + 0.999));
  return text + kUnits[unit];
}

// Of the last half year with the time of day: "Jan  2 03:04", else "Jan  2  2025".
std::string listed_time(Time at, Time now) {
  const std::string text = rfc1123z(at);  // Sun, 22 Nov 2026 15:31:24 +0000
  const std::string day = text[5] == '0' ? " " + text.substr(6, 1) : text.substr(5, 2);
  const bool recent = at > now - hours(24 * 365 / 2) && at <= now + minutes(15);
  return text.substr(8, 3) + " " + day + " " + (recent ? text.substr(17, 5) : " " + text.substr(12, 4));
}

std::string padded(const std::string& text, size_t width, bool left = false) {
  const std::string blanks(width > text.size() ? width - text.size() : 0, ' ');
  return left ? text + blanks : blanks + text;
}

bool is_directory(const FileStatus& status) { return status.sort == FileStatus::Sort::kDirectory; }

class Listing {
 public:
  Listing(const Invocation& call, const Options& options) : call_(call), options_(options) {}
  std::string take() { return std::move(out_); }

  void print(std::vector<Entry> entries) {
    sort(entries);
    if (!options_.has('l') && !options_.has('n')) {
      for (const Entry& entry : entries) out_ += shown_name(entry) + "\n";
      return;
    }
    // GNU's columns are as wide as what is in them, busybox' always the same.
    const bool fixed = has_busybox(call_.environment);
    size_t links = fixed ? 4 : 0, owner = fixed ? 8 : 0, group = fixed ? 8 : 0, size = fixed ? 9 : 0;
    if (!fixed) {
      for (const Entry& entry : entries) {
        links = std::max(links, links_of(entry).size());
        owner = std::max(owner, owner_of(entry.status.owner).size());
        group = std::max(group, owner_of(entry.status.group).size());
        size = std::max(size, size_of(entry).size());
      }
    }
    for (const Entry& entry : entries) {
      const FileStatus& status = entry.status;
      out_ += mode_text(status) + " " + padded(links_of(entry), links) + " " +
              padded(owner_of(status.owner), owner, true) + " " + padded(owner_of(status.group), group, true) + " " +
              padded(size_of(entry), size) + " " + listed_time(status.changed, call_.environment.now()) + " " +
              shown_name(entry) + (status.sort == FileStatus::Sort::kLink ? " -> " + status.target : "") + "\n";
    }
  }

  void print_folder(const std::string& path, bool titled) {
    const std::vector<Entry> entries = entries_of(whole_path(call_, path));
    if (titled) out_ += (out_.empty() ? "" : "\n") + path + ":\n";
    if (options_.has('l') || options_.has('n')) {
      size_t blocks = 0;
      for (const Entry& entry : entries) blocks += blocks_of(entry.status);
      out_ += "total " + (options_.has('h') ? human_size(blocks * 512) : std::to_string(blocks / 2)) + "\n";
    }
    print(entries);
    if (!options_.has('R')) return;
    for (const Entry& entry : entries)
      if (is_directory(entry.status) && entry.name != "." && entry.name != "..")
        print_folder(path + (path.ends_with('/') ? "" : "/") + entry.name, true);
  }

 private:
  std::vector<Entry> entries_of(const std::string& folder) const {
    std::vector<Entry> entries;
    const auto add = [&](const std::string& name) {
      if (auto status = call_.environment.file_status(absolute_path(folder, name))) entries.push_back({name, *status});
    };
    if (options_.has('a')) {
      add(".");
      // What is above is a folder, whatever else is known of it.
      entries.push_back({"..", call_.environment.file_status(absolute_path(folder, "..")).value_or(entries[0].status)});
    }
    for (const std::string& name : call_.environment.list_directory(folder).value_or(std::vector<std::string>()))
      if (options_.has('a') || options_.has('A') || !name.starts_with('.')) add(name);
    return entries;
  }

  void sort(std::vector<Entry>& entries) const {
    std::stable_sort(entries.begin(), entries.end(), [&](const Entry& a, const Entry& b) {
      if (options_.has('t') && a.status.changed != b.status.changed) return a.status.changed > b.status.changed;
      if (options_.has('S') && a.status.size != b.status.size) return a.status.size > b.status.size;
      return a.name < b.name;
    });
    if (options_.has('r')) std::reverse(entries.begin(), entries.end());
  }
  std::string shown_name(const Entry& entry) const {
    const bool marked = (options_.has('p') || options_.has('F')) && entry.status.sort == FileStatus::Sort::kDirectory;
    return entry.name + (marked ? "/" : "");
  }
  static std::string links_of(const Entry& entry) {
    return entry.status.sort == FileStatus::Sort::kDirectory ? "2" : "1";
  }
  std::string owner_of(int64_t id) const { return options_.has('n') ? std::to_string(id) : owner_name(id); }
  std::string size_of(const Entry& entry) const {
    return options_.has('h') ? human_size(entry.status.size) : std::to_string(entry.status.size);
  }

  const Invocation& call_;
  const Options& options_;
  std::string out_;
};

// 2026-01-02 03:04:05.000000000 +0000
std::string full_time(Time at) {
  const std::string text = rfc3339(at);
  return text.substr(0, 10) + " " + text.substr(11, 8) + ".000000000 +0000";
}

std::string octal(int mode, size_t width) {
  std::string text;
  for (; mode > 0 || text.size() < width; mode /= 8) text.insert(text.begin(), static_cast<char>('0' + mode % 8));
  return text;
}

std::string sort_of(const FileStatus& status) {
  if (status.sort == FileStatus::Sort::kLink) return "symbolic link";
  if (is_directory(status)) return "directory";
  return status.size == 0 ? "regular empty file" : "regular file";
}

// A number that stays the same for the path.
std::string inode_of(const std::string& path) {
  return std::to_string(std::stoul(md5_hex(path).substr(0, 6), nullptr, 16));
}

std::string quoted(const std::string& path) { return "'" + path + "'"; }

std::string formatted_status(Invocation& call, std::string_view form, const std::string& path,
                             const FileStatus& status) {
  const std::string seconds_text =
      std::to_string(std::chrono::floor<seconds>(status.changed).time_since_epoch().count());
  const bool is_link = status.sort == FileStatus::Sort::kLink;
  std::string out;
  for (size_t i = 0; i < form.size(); ++i) {
    if (form[i] != '%' || i + 1 == form.size()) {
      out += form[i];
      continue;
    }
    const char what = form[++i];
    if (what == 'n') out += path;
    else if (what == 'N') out += quoted(path) + (is_link ? " -> " + quoted(status.target) : "");
    else if (what == 's') out += std::to_string(status.size);
    else if (what == 'F') out += sort_of(status);
    else if (what == 'a') out += octal(status.mode, 1);
    else if (what == 'A') out += mode_text(status);
    else if (what == 'u') out += std::to_string(status.owner);
    else if (what == 'g') out += std::to_string(status.group);
    else if (what == 'U') out += status.owner == 0 ? "root" : "UNKNOWN";
    else if (what == 'G') out += status.group == 0 ? "root" : "UNKNOWN";
    else if (what == 'x' || what == 'y' || what == 'z') out += full_time(status.changed);
    else if (what == 'X' || what == 'Y' || what == 'Z') out += seconds_text;
    else if (what == 'b') out += std::to_string(blocks_of(status));
    else if (what == 'B') out += "512";
    else if (what == 'h') out += is_directory(status) ? "2" : "1";
    else if (what == 'i') out += inode_of(whole_path(call, path));
    else if (what == '%') out += '%';
    else call.outcome.understood = false;
  }
  return out;
}

std::string owner_line(int64_t id) {
  return "(" + padded(std::to_string(id), 5) + "/" + padded(id == 0 ? "root" : "UNKNOWN", 8) + ")";
}

std::string long_status(Invocation& call, const std::string& path, const FileStatus& status) {
  const std::string time = full_time(status.changed);
  const bool is_link = status.sort == FileStatus::Sort::kLink;
  std::string out = "  File: " + path + (is_link ? " -> " + status.target : "") + "\n  Size: ";
  out += padded(std::to_string(status.size), 10, true) +
         "\tBlocks: " + padded(std::to_string(blocks_of(status)), 10, true) +
         " IO Block: " + padded(std::to_string(kBlock), 6, true) + " " + sort_of(status) + "\n";
  const bool small = has_busybox(call.environment);
  out += std::string("Device: ") + (small ? "34h/52d" : "0,52") +
         "\tInode: " + padded(inode_of(whole_path(call, path)), 11, true) +
         " Links: " + (is_directory(status) ? "2" : "1") + "\n";
  out += "Access: (" + octal(status.mode, 4) + "/" + mode_text(status) + ")  Uid: " + owner_line(status.owner) +
         "   Gid: " + owner_line(status.group) + "\n";
  for (const char* what : {"Access: ", "Modify: ", "Change: "}) out += what + time + "\n";
  return small ? out : out + " Birth: " + time + "\n";
}

}  // namespace

int run_ls(Invocation& call) {
  const Options options = parse_options(call, "1aACdFhlnprRSt");
  if (!call.outcome.understood) return 1;
  std::vector<std::string> paths = options.operands;
  if (paths.empty()) paths.emplace_back(".");
  const bool small = has_busybox(call.environment);
  std::vector<Entry> files;
  std::vector<std::string> folders;
  int status = 0;
  for (const std::string& path : paths) {
    const auto found = call.environment.file_status(whole_path(call, path));
    if (!found) {
      complain(call, (small ? path : "cannot access " + quoted(path)) + ": No such file or directory");
      status = small ? 1 : 2;
    } else if (is_directory(*found) && !options.has('d')) {
      folders.push_back(path);
    } else {
      files.push_back({path, *found});
    }
  }
  Listing listing(call, options);
  listing.print(files);
  const bool titled = paths.size() > 1 || options.has('R');
  for (const std::string& folder : folders) listing.print_folder(folder, titled);
  call.outcome.out += listing.take();
  return status;
}

int run_stat(Invocation& call) {
  const Options options = parse_options(call, "c:Lt");
  if (options.has('t')) call.outcome.understood = false;
  int outcome = 0;
  for (const std::string& path : options.operands) {
    const auto status = call.environment.file_status(whole_path(call, path));
    if (!status) {
      const bool small = has_busybox(call.environment);
      outcome =
          complain(call, (small ? "can't stat " : "cannot statx ") + quoted(path) + ": No such file or directory");
      continue;
    }
    call.outcome.out += options.has('c') ? formatted_status(call, options.value('c'), path, *status) + "\n"
                                         : long_status(call, path, *status);
  }
  return outcome;
}

}  // namespace skiff::shell
