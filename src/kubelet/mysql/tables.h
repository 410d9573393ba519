// What a MySQL server keeps in its data directory: a folder a database, a file a table. How the files are written is
// the simulation's own.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kubelet/container_files.h"
#include "kubelet/mysql/sql_syntax.h"

namespace skiff::mysql {

struct Table {
  std::vector<ColumnDefinition> columns;
  std::vector<std::vector<SqlValue>> rows;
  int64_t next_number = 1;  // of the column that counts

  std::optional<size_t> index_of(std::string_view column) const;  // in any case of letters
};

class DataDirectory {
 public:
  DataDirectory(ContainerFiles files, std::string root) : files_(files), root_(std::move(root)) {}

  std::vector<std::string> databases() const;  // those that were made, sorted
  bool has_database(std::string_view name) const;
  bool has_had_database(std::string_view name) const;  // or has it still
  void make_database(std::string_view name);
  void drop_database(std::string_view name);

  std::vector<std::string> tables(std::string_view database) const;  // sorted
  std::optional<Table> read(std::string_view database, std::string_view table) const;
  void write(std::string_view database, std::string_view table, const Table& content);
  void drop(std::string_view database, std::string_view table);

  // Takes over what is in another server's directory, and nothing else of one's own remains.
  void become_copy_of(const DataDirectory& other);

 private:
  std::string folder(std::string_view database) const { return root_ + "/" + std::string(database); }
  std::string file(std::string_view database, std::string_view table) const {
    return folder(database) + "/" + std::string(table) + ".ibd";
  }

  ContainerFiles files_;
  std::string root_;
};

}  // namespace skiff::mysql
