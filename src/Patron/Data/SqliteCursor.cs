using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Patron.Data;

/// <summary>
/// SQLite's cursor by its own functions. Those that only look at a row that is there already are called without leaving managed code,
/// for ten million rows of seven columns cost more in the passage than in the reading.
/// </summary>
internal sealed class SqliteCursor : FastReader
{
    private readonly SqliteConnection connection;
    private readonly sqlite3_stmt statement;
    private readonly nint row;
    private byte[] text = new byte[256];

    public SqliteCursor(SqliteConnection connection, string sql)
    {
        this.connection = connection;
        Check(raw.sqlite3_prepare_v2(connection.Handle, sql, out statement));
        row = statement.DangerousGetHandle();
    }

    public override bool Read()
    {
        var code = Native.sqlite3_step(row);
        if (code == raw.SQLITE_ROW) return true;
        if (code != raw.SQLITE_DONE) Check(code);
        return false;
    }

    public override bool IsNull(int column) => Native.sqlite3_column_type(row, column) == raw.SQLITE_NULL;
    public override long Long(int column) => Native.sqlite3_column_int64(row, column);
    public override long Instant(int column) => Long(column);

    public override ReadOnlySpan<byte> Utf8(int column)
    {
        var from = Native.sqlite3_column_text(row, column);
        if (from == 0) return [];
        var length = Native.sqlite3_column_bytes(row, column);
        if (length > text.Length) text = new byte[length * 2];
        Marshal.Copy(from, text, 0, length);
        return text.AsSpan(0, length);
    }

    public override void Dispose() => statement.Dispose();

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK) throw new SqliteException(raw.sqlite3_errmsg(connection.Handle).utf8_to_string(), code);
    }

    /// <summary>The statement stays alive as long as its reader, so its bare address is enough.</summary>
    private static class Native
    {
        private const string Library = "e_sqlite3";

        [DllImport(Library)]
        public static extern int sqlite3_step(nint statement);

        [DllImport(Library), SuppressGCTransition]
        public static extern int sqlite3_column_type(nint statement, int column);

        [DllImport(Library), SuppressGCTransition]
        public static extern long sqlite3_column_int64(nint statement, int column);

        [DllImport(Library), SuppressGCTransition]
        public static extern nint sqlite3_column_text(nint statement, int column);

        [DllImport(Library), SuppressGCTransition]
        public static extern int sqlite3_column_bytes(nint statement, int column);
    }
}
