using Patron.CommandLine.Contracts;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.Imports.AnswerNames;
using Patron.Imports.ChooseColumns;
using Patron.Imports.Contracts;
using Patron.Imports.ExportRows;
using Patron.Imports.ForgetSources;
using Patron.Imports.KeepFiles;
using Patron.Imports.ListImports;
using Patron.Imports.OpenTables;
using Patron.Imports.RunImport;
using Patron.Imports.ShowImport;
using Patron.Imports.TakeRows;
using Patron.Imports.Templates;
using Patron.Imports.UndoImport;
using Patron.Imports.UnpackFile;
using Patron.Imports.UploadFile;
using Patron.Imports.WatchFolders;
using Patron.Kernel;
using Patron.Web;
using Patron.Web.Contracts;

namespace Patron.Imports;

/// <summary>The door of the room: files become rows that the other rooms take.</summary>
internal static class ImportsModule
{
    public static IServiceCollection AddImports(this IServiceCollection services) => services
        .AddSingleton(ImportLimits.Of(Environment.GetEnvironmentVariable))
        .AddSingleton<ImportPreparation>()
        .AddSingleton<NamesInFiles>()
        .AddSingleton<Unpacker>()
        .AddSingleton<IJobHandler, UnpackJob>()
        .AddSingleton<IJobHandler, CheckJob>()
        .AddSingleton<IJobHandler, ApplyJob>()
        .AddSingleton<IJobHandler, FolderJob>()
        .AddSingleton<TakesFolderFiles>()
        .AddSingleton<WatchedFolders>()
        .AddSingleton<SourceTurns>()
        .AddSingleton<ImportUndo>()
        .AddSingleton<IUndoImports>(p => p.GetRequiredService<ImportUndo>())
        .AddSingleton<IJobHandler, UndoJob>()
        .AddSingleton<KeptFiles>()
        .AddSingleton<IJobHandler, KeepJob>()
        .AddSingleton<Data.Erasing.IKeepsFiles, KeepsImportFiles>()
        .AddSingleton(new Data.Erasing.MasksErased("imports", ["file_name", "settings", "plan", "result", "waits"]))
        .AddSingleton(new Data.Erasing.MasksErased("imports_templates", ["settings"]))
        .AddSingleton<Data.Erasing.IErasesCustomers, ErasesFiles>()
        .AddSingleton<IForgetsSources, ForgetsImports>()
        .AddSingleton<Data.Exporting.IExportPart, ExportsTemplates>()
        .AddSingleton<Data.Exporting.IExportPart, ExportsFolders>()
        .AddSingleton(new Data.Exporting.ExportedSetting(KeptTime.Key))
        .AddSingleton<IOpensTables, OpensTables>()
        .AddSingleton<IReadsColumns, ReadsColumns>()
        .AddSingleton<IImportFiles, ImportFiles>();

    /// <summary>What the pages need.</summary>
    public static IServiceCollection AddImportsServer(this IServiceCollection services) => services
        .AddSingleton<UploadHandler>()
        .AddHostedService<KeepSchedule>()
        .AddScoped<ListedImports>()
        .AddScoped<ShownImport>()
        .AddSingleton(new Panel(PanelPlace.HomeWide, 0, typeof(WaitingImports), Permissions.ImportData))
        .AddSingleton(new SourcePanel(10, typeof(TemplatesPanel), Permissions.ManageSettings))
        .AddSingleton(new SettingsLink(SettingsGroup.Data, 1, "imports.folders.title", "imports.folders.about", Urls.Folders, Permissions.ImportData))
        .AddSingleton(new PalettePage("imports.new.title", Urls.NewImport, "file-import", Permissions.ImportData))
        .AddSingleton(new PalettePage("imports.folders.title", Urls.Folders, "folder", Permissions.ImportData))
        .AddSingleton(new FirstStep("imports.new.title", Urls.NewImport, 0, Permissions.ImportData))
        .AddSingleton(new NavigationItem("imports.nav", Urls.Imports, "database", 9, 0, Tab: false, Permissions.ImportData));

    public static PatronCommand ImportCommand() => new ImportCommand();

    public static PatronCommand FolderCommand() => new FolderCommand();

    public static PatronCommand UndoCommand() => new UndoCommand();

    public static void MapImports(this IEndpointRouteBuilder app)
    {
        app.MapUploadFile();
        app.MapChooseColumns();
        app.MapImportRoutes();
        app.MapTemplates();
        app.MapUndoImport();
    }
}
