using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Microsoft.EntityFrameworkCore.Migrations.Operations.Builders;

namespace Patron.Data.Migrations;

/// <summary>Columns by meaning, so that a migration names no store type: instants are the one kind that differs between the databases.</summary>
internal sealed class Columns(ColumnsBuilder table, string? provider)
{
    public OperationBuilder<AddColumnOperation> Long(bool nullable = false) => table.Column<long>(nullable: nullable);

    public OperationBuilder<AddColumnOperation> Int(bool nullable = false) => table.Column<int>(nullable: nullable);

    public OperationBuilder<AddColumnOperation> Flag() => table.Column<bool>(nullable: false);

    public OperationBuilder<AddColumnOperation> Bytes() => table.Column<byte[]>(nullable: false);

    public OperationBuilder<AddColumnOperation> Text(int? max = null, bool nullable = false) => table.Column<string>(maxLength: max, nullable: nullable);

    public OperationBuilder<AddColumnOperation> Instant(bool nullable = false) => IsSqlite(provider)
        ? table.Column<long>(nullable: nullable)
        : table.Column<DateTimeOffset>(nullable: nullable);

    public static bool IsSqlite(string? provider) => provider == "Microsoft.EntityFrameworkCore.Sqlite";
}

internal static class MigrationTables
{
    /// <summary>Creates a table whose primary key is the first <paramref name="keys"/> columns named.</summary>
    public static void Table<TColumns>(this MigrationBuilder schema, string name, Func<Columns, TColumns> columns, params string[] keys)
    {
        var provider = schema.ActiveProvider;
        schema.CreateTable(name, table => columns(new(table, provider)), constraints: table =>
        {
            table.PrimaryKey("PK_" + name, _ => new { });
        });
        var create = (CreateTableOperation)schema.Operations[^1];
        create.PrimaryKey!.Columns = keys;
    }
}
