namespace Patron.Tests;

/// <summary>The databases that Patron runs on; a persistence test takes one of them and is run for each.</summary>
public enum Database { Sqlite, Postgres }
