"""The words people use for the parts of an assessment, in nine languages, as data.

A star at the end of a phrase stands for any ending. Accents do not matter. The first family with a phrase in a title
wins.
"""

from __future__ import annotations

from .meanings import Fact, Topic
from .phrases import Phrases

SECTIONS: Phrases[Topic] = Phrases(
    {
        Topic.APPENDIX: (
            "appendix*|reference|references|resources|glossary|legend|contact|contacts|changelog|change log|process"
            "|commands|useful links|related documents|troubleshooting|not to do|source documents"
            "|revision history|document history"
            "|anhang|legende|quellen|kontakt*|prozess|annexe*|legende|processus|contacts utiles|anexo*|leyenda"
            "|contactos"
            "|proceso|processo|legenda|contatos|приложени*|контакты|легенда|ссылки|zalacznik*|kontakty|proces"
            "|附录|参考|联系方式|图例|付録|参考資料|連絡先|凡例"
        ),
        Topic.SIGNOFF: (
            "sign off*|signoff*|approval|approvals|signatures|freigabe|freigaben|unterschrift*|abnahmeprotokoll"
            "|ubergabeprotokoll|signature*|approbation*|firmas|aprobacion*|aprobaciones|assinaturas|aprovacao"
            "|aprovacoes"
            "|подпис*|утверждени*|согласовани*|podpisy|zatwierdzeni*|签字|签署|审批|批准|承認|署名"
        ),
        Topic.CHECKLIST: (
            "checklist*|check list*|checkliste*|action item*|to do|to dos|todo*|fix list|task list|punch list"
            "|work items"
            "|smoke test*|smoke check*|must fix list|backlog|open issues|open items|open points|open tasks"
            "|remaining work|remaining tasks|outstanding tasks"
            "|pruf liste|prufliste*|aufgabenliste*|offene aufgaben|offene punkte|liste de controle"
            "|liste de verification"
            "|taches|taches restantes|lista de verificacion|lista de comprobacion|lista de control|tareas"
            "|lista de tareas|lista de verificacao|lista de tarefas|tarefas|чек лист*|чеклист*|контрольный список"
            "|список задач|задачи|lista kontrolna|lista sprawdzajaca|lista zadan|zadania"
            "|检查清单|检查表|检查列表|核对表|清单|待办|任务列表|チェックリスト|確認リスト|タスク一覧|確認項目"
            "|やること"
        ),
        Topic.PLAN: (
            "plan|plans|roadmap*|road map|timeline*|milestone*|schedule|launch strategy|deployment strategy"
            "|rollout strategy|release strategy|implementation strategy|massnahmenplan|umsetzungsplan|zeitplan"
            "|fahrplan"
            "|meilenstein*|feuille de route|calendrier|echeancier|jalons|planes|plano|planos|planning"
            "|hoja de ruta|cronograma|calendario|hitos"
            "|roteiro|marcos|дорожная карта|план|график|этапы|вехи|harmonogram|mapa drogowa|kamienie milowe"
            "|路线图|计划|时间表|时间安排|里程碑|进度安排|ロードマップ|計画|スケジュール|マイルストーン"
        ),
        Topic.COSTS: (
            "cost*|budget*|pricing|expenses|kosten*|betriebskosten|cout|couts|coste|costes|costos|costo"
            "|presupuesto*|custo"
            "|custos|orcamento*|стоимост*|бюджет*|затраты|расходы|koszt*|budzet*|成本|预算|费用|コスト|費用|予算"
        ),
        Topic.RECOMMENDATIONS: (
            "recommendation*|recommended actions|next steps|next actions|immediate actions|action plan|suggestions"
            "|empfehlung*|nachste schritte|handlungsempfehlung*|sofortmassnahmen|massnahmen|recommandation*"
            "|prochaines etapes|prochaines actions|actions recommandees|recomendacion*|recomendaciones|proximos pasos"
            "|acciones inmediatas|recomendacoes|recomendacao|proximos passos|proximas acoes|рекомендаци*"
            "|следующие шаги"
            "|ближайшие шаги|rekomendacj*|zalecenia|nastepne kroki|kolejne kroki|建议|下一步|推荐|推奨|提言"
            "|次のステップ|改善提案"
        ),
        Topic.RISKS: (
            "risk*|risiko|risiken|risikobewertung|risque*|riesgo*|risco*|риск|риски|рисков|ryzyk*|风险|リスク"
        ),
        Topic.VERDICT: (
            "conclusion*|verdict|final decision|go no go|decision|final assessment|fazit|schlussfolgerung*"
            "|entscheidung"
            "|gesamturteil|decision finale|conclusiones|veredicto|conclusao|conclusoes|veredito|вывод|выводы"
            "|заключение"
            "|итог|итоги|вердикт|wniosk*|podsumowanie koncowe|werdykt|结论|总结|结语|最终评估|結論|総括|判定"
        ),
        Topic.SUMMARY: (
            "summary|overview|introduction|background|at a glance|zusammenfassung|uberblick|ubersicht"
            "|einleitung|resume"
            "|synthese|apercu|resumen*|vision general|introduccion|resumo*|visao geral|introducao|резюме|обзор|сводка"
            "|введение|podsumowani*|streszczenie|przeglad|wprowadzenie|摘要|概述|概览|执行摘要|概要|要約"
            "|サマリー|はじめに"
        ),
        Topic.INVENTORY: (
            "already*|already implemented|vorhanden*|bereits*|deja*|ya implementado*|ya completado*|ja implementado*"
            "|ja pronto|ja concluido*|what works now|works now|уже|готово|что работает|juz|fehlend|was fehlt"
            "|что готово|что сделано|co jest gotowe|已实现"
            "|未实现|已具备|実装済み*|未実装*|完了済み"
        ),
        Topic.FIXES: (
            "fixes applied|resolved|behoben*|corrections appliquees|corregido*|corrigido*|исправлено|naprawione"
            "|已修复|修正済み"
        ),
        Topic.METRICS: (
            "metrics|metric|coverage|health|definition of done|criteria|kriterien|definition des erledigten"
            "|criteres|criterios|критерии|kryteria|score|scores|scoring|kpi*|benchmark*|statistics"
            "|quality gates|success criteria"
            "|exit criteria|test results|kennzahl*|metriken|erfolgskriterien|metriques|indicateurs|criteres de succes"
            "|metricas|indicadores|criterios de exito|criterios de sucesso|метрик*|показател*|критерии успеха"
            "|wskazniki|metryki|kryteria sukcesu|指标|评分|统计|成功标准|指標|スコア|評価|成功基準"
        ),
        Topic.GAPS: (
            "gap*|areas for improvement|concern*|limitation*|missing|weakness*|vulnerabilit*|issues|blockers|problems"
            "|known issues|critical issues|lucken|schwachen|schwachstelle*|mangel|probleme|lacune*|faiblesse*"
            "|points faibles|manques|problemes|vulnerabilites|points d amelioration|brechas|debilidad*"
            "|carencias|problemas"
            "|areas de mejora|vulnerabilidades|lacunas|fraquezas|pontos fracos|pontos de melhoria|пробел*|недостат*"
            "|проблемы|уязвимост*|слабые стороны|слабые места|luki|slabe strony|braki|problemy|podatnosci"
            "|差距|缺陷|不足|问题|弱点|漏洞|缺失|課題|ギャップ|問題点|弱み|不足点|脆弱性"
        ),
        Topic.STRENGTHS: (
            "strength*|implemented|features|measures|what works|what works well|achievements|highlights|starken"
            "|umgesetzt*|was gut lauft|points forts|atouts|forces|acquis|fortalezas|puntos fuertes|logros"
            "|pontos fortes"
            "|forcas|conquistas|сильные стороны|достижения|реализовано|преимущества|mocne strony|osiagniecia|zalety"
            "|优势|亮点|优点|强项|成果|強み|長所|良い点"
        ),
        Topic.AREA: (
            "architecture|security|database*|data|performance|scalability|monitoring|observability|testing|quality"
            "|deployment|infrastructure|feature|documentation|compliance|operations|reliability|backend|frontend|api"
            "|devops|accessibility|code quality|privacy|backup*|logging|networking|integration*|authentication"
            "|architektur|sicherheit|datenbank*|datenschutz|leistung|skalierbarkeit|uberwachung|tests|qualitat"
            "|infrastruktur|dokumentation|betrieb|securite|base de donnees|donnees|supervision|qualite|deploiement"
            "|documentation|conformite|exploitation|observabilite|fiabilite|arquitectura|seguridad"
            "|base de datos|datos"
            "|rendimiento|escalabilidad|monitoreo|pruebas|calidad|despliegue|infraestructura|documentacion"
            "|cumplimiento"
            "|operaciones|arquitetura|seguranca|banco de dados|dados|desempenho|escalabilidade|monitoramento|testes"
            "|qualidade|implantacao|infraestrutura|documentacao|conformidade|operacoes|архитектура|безопасност*"
            "|база данных|базы данных|производительност*|масштабируемост*|мониторинг|тестировани*|качеств*"
            "|развертывани*|инфраструктур*|документаци*|architektura|bezpieczenstwo|baza danych|wydajnosc"
            "|skalowalnosc"
            "|monitorowanie|testy|jakosc|wdrozenie|infrastruktura|dokumentacja|zgodnosc|架构|安全|数据库|性能"
            "|监控|测试|质量"
            "|部署|基础设施|文档|合规|运维|可靠性|アーキテクチャ|セキュリティ|データベース|パフォーマンス|性能"
            "|監視|テスト|品質"
            "|デプロイ|インフラ|ドキュメント|運用"
        ),
    }
)

# Parts that lists below a checklist's heading may have without being part of the checklist.
ASIDE = (Topic.APPENDIX, Topic.SIGNOFF, Topic.METRICS)

# Words that say "section", not what the section is about: "Security Assessment" is the area Security.
AREA_SUFFIXES = ("assessment", "review", "analysis", "evaluation", "audit")

# Inside an area a mark decides where no word does.
AREA_MARKS = {Topic.STRENGTHS: "✅💪", Topic.GAPS: "⚠🚨❌"}
AREA_PARTS = (
    Topic.RECOMMENDATIONS, Topic.FIXES, Topic.METRICS, Topic.GAPS, Topic.STRENGTHS, Topic.CHECKLIST, Topic.COSTS
)  # fmt: skip

FACTS: Phrases[Fact] = Phrases(
    {
        Fact.REVIEW: (
            "next review|next assessment|next audit|nachste review|nachste prufung|nachste uberprufung"
            "|prochaine revision"
            "|prochain audit|proxima revision|proxima revisao|следующая проверка|следующий пересмотр"
            "|nastepny przeglad"
            "|下次评审|下次审核|次回レビュー"
        ),
        Fact.ASSESSOR: (
            "assessor*|assessed by|auditor|audited by|reviewed by|prepared by|bewertet durch|erstellt von"
            "|gepruft von|auditeur"
            "|evalue par|redige par|evaluador|preparado por|evaluado por|avaliador|avaliado por|elaborado por|аудитор"
            "|подготовил|составил|audytor|przygotowal|评估人|审核人|審査者|作成者|評価者"
        ),
        Fact.DATE: (
            "assessment completed*|assessment date|completed on|date|datum|stand|date d evaluation|fecha|data"
            "|дата|日期"
            "|审核日期|評価日|日付|作成日"
        ),
        Fact.RISK: (
            "risk level|overall risk|risk|risk assessment|risikostufe|gesamtrisiko|risiko|niveau de risque"
            "|risque|riesgo"
            "|nivel de riesgo|risco|nivel de risco|риск|уровень риска|ryzyko|poziom ryzyka|风险|リスク"
        ),
        Fact.VERDICT: (
            "recommendation|verdict|empfehlung|urteil|recommandation|recomendacion|veredicto|recomendacao|veredito"
            "|рекомендация|вердикт|rekomendacja|werdykt|建议|结论|推奨|判定"
        ),
    }
)

# Headings that say that what stands below is finished; where a document has no boxes, its ticks are items there.
FINISHED: Phrases[bool] = Phrases(
    {
        True: (
            "completed|what is completed|what s completed|completed features|completed tasks|completed work"
            "|completed items|done|what is done|what s done|what was done|implemented|what is implemented"
            "|what s implemented|already done|finished|accomplished|fixes applied|fixed|resolved issues"
            "|erledigt*|abgeschlossen*|umgesetzt*|was fertig ist|fertig|behoben*|corrections appliquees"
            "|corrections effectuees|termine|terminees|realise|realisees|ce qui est fait|fait|completado*"
            "|hecho|terminado*|implementado|implementados|lo que esta hecho|correcciones aplicadas"
            "|concluido*|feito|o que foi feito|correcoes aplicadas|реализовано|что реализовано|выполнено"
            "|что выполнено|сделано|что сделано|готово|что готово|завершено|исправлено|zrobione|co zrobiono"
            "|zrealizowane|ukonczone|wdrozone|gotowe|naprawione|已完成|已实现|已修复|完成事项|完了|完了済み|実装済み|修正済み"
        )
    }
)
