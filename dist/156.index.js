export const id = 156;
export const ids = [156];
export const modules = {

/***/ 14156:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  renderPage: () => (/* binding */ renderPage)
});

// UNUSED EXPORTS: cspHash, inlineJson

// EXTERNAL MODULE: ../../main/node_modules/preact-render-to-string/dist/index.mjs
var dist = __webpack_require__(34657);
// EXTERNAL MODULE: ./lib/errors.js
var errors = __webpack_require__(92409);
// EXTERNAL MODULE: ./lib/report/escape.js
var report_escape = __webpack_require__(54412);
;// CONCATENATED MODULE: ./lib/report/html/embedded.js
// Made by `npm run generate` from client/: do not edit.
const pageScript = "/*! With Preact, MIT License, Copyright (c) 2015-present Jason Miller */\n(()=>{var ee=[\"critical\",\"high\",\"medium\",\"low\"],te=[\"new\",\"known\",\"suppressed\"],Se=\"UNREADABLE_ROW\";var rt=/[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}\\ufffe\\uffff]/gu,ot=/^[\\x20-\\x7e]*$/,it={\"\\n\":\"\\\\n\",\"\\r\":\"\\\\r\",\"\t\":\"\\\\t\"};function x(e){return ot.test(e)?e:e.replace(rt,st)}function st(e){return it[e]??`\\\\u{${(e.codePointAt(0)??0).toString(16).padStart(4,\"0\")}}`}function E(e){return String(e).replace(/\\B(?=(?:\\d{3})+$)/g,\",\")}function ne(e,t,n=`${t}s`){return`${E(e)} ${e===1?t:n}`}function re(e,t){return e<t?-1:e>t?1:0}function S(e){return new RegExp(`(?:^|_)(?:${e})(?:_|$)`)}var at=[[new RegExp(`^${Se}$`),\"A row of the export could not be read, so what it reports is unknown and counts as a finding.\",\"Run the gate again, and ask the Bitbucket administrator if the row stays broken.\"],[S(\"TROJAN(_SOURCE)?|BIDI(RECTIONAL)?|HOMOGLYPHS?\"),\"Invisible Unicode characters make the code read differently from how it runs (a \\u201CTrojan Source\\u201D attack).\",\"Nothing needs rotating: the authors of the line remove the characters and review what the code does without them.\"],[S(\"MWS\"),\"A key of Amazon Marketplace Web Service, which reads and changes a seller\\u2019s orders and stock.\",\"The owner of the seller account revokes the developer\\u2019s access in Seller Central and authorises anew.\"],[S(\"AWS_(CLIENT|ACCOUNT|ACCESS_KEY|KEY)_ID|AMAZON_ACCESS_KEY_ID\"),\"The id of an AWS access key, half of a pair: it names an account, and its secret is often next to it.\",\"The owner of the AWS account finds the key in IAM, makes a new pair and deactivates this one.\"],[S(\"AWS|AMAZON\"),\"A credential of Amazon Web Services, which acts with all rights of its user or role.\",\"The owner of the AWS account makes a new key in IAM, deactivates this one and looks through CloudTrail for its use.\"],[S(\"GOOGLE|GCP|FIREBASE|GCLOUD|FCM\"),\"A key of Google Cloud or another Google service, usable from anywhere unless it is restricted.\",\"The owner of the Google project deletes the key in the console, makes a restricted one and checks the audit log.\"],[S(\"AZURE|ENTRA|SHARED_ACCESS_SIGNATURE|STORAGE_ACCOUNT\"),\"A credential of Microsoft Azure: a storage key, connection string or client secret.\",\"The owner of the Azure subscription regenerates the key or client secret and checks the activity log.\"],[S(\"GITHUB|GITLAB|BITBUCKET|BBDC|GITEA|GIT_TOKEN|GIT_CREDENTIALS?\"),\"A token of a Git server, which reads and often writes every repository that its owner can reach.\",\"The user who made the token revokes it in the settings of the account and checks the audit log of the server.\"],[S(\"ATLASSIAN|JIRA|CONFLUENCE|TRELLO\"),\"A credential of an Atlassian product, which acts as the user who made it.\",\"The user who made it revokes it in the account\\u2019s security settings and makes a new one.\"],[S(\"SLACK|DISCORD|TELEGRAM|TEAMS|MATTERMOST|WEBHOOK\"),\"A token or webhook of a chat service, which posts, and sometimes reads, messages of a team.\",\"The administrator of the workspace or the owner of the bot regenerates the token or deletes the webhook.\"],[S(\"STRIPE|PAYPAL|SQUARE|SQUAREUP|BRAINTREE|ADYEN|PLAID\"),\"A key of a payment provider, which can read customers\\u2019 data and move money.\",\"The owner of the merchant account rolls the key in the provider\\u2019s dashboard at once and reviews its recent use.\"],[S(\"TWILIO|SENDGRID|MAILGUN|MAILCHIMP|SENDINBLUE|SMTP|NEXMO|MESSAGEBIRD\"),\"A credential of a mail or message service, which sends in the company\\u2019s name.\",\"The owner of the service account revokes the key in its console, makes a new one and checks what was sent.\"],[S(\"NPM|PYPI|NUGET|RUBYGEMS|MAVEN|ARTIFACTORY|NEXUS|DOCKER|DOCKERHUB|CLOJARS|JFROG\"),\"A credential of a package or image registry, with which foreign code can be published under your name.\",\"The owner of the registry account revokes the token and checks recent releases for ones nobody made.\"],[S(\"PUBLIC_KEY|PUBLICKEY|PUBKEY\"),\"A public key, which is no secret, but shows whom something trusts; a private key is often beside it.\",\"Nothing needs rotating unless the private key is in the repository too: the author of the line looks for it.\"],[S(\"(RSA|SSH|DSA|EC|ECDSA|ED25519|PGP|GPG|OPENSSH|PKCS8|PKCS12|PUTTY|PEM)(_PRIVATE)?(_KEY)?|PRIVATE_KEY|PRIVATEKEY|KEYSTORE\"),\"A private key, which proves an identity: anyone who has it can sign in, sign or decrypt as its owner.\",\"The owner of the key makes a new pair, removes the old public key or certificate wherever it is trusted, and revokes it.\"],[S(\"JDBC|DATABASE|DB|POSTGRES|POSTGRESQL|MYSQL|MONGO|MONGODB|REDIS|ORACLE|SQL|MSSQL|CONNECTION_STRING\"),\"Credentials of a database, often with its address.\",\"The administrator of the database changes the password of this user and checks its logins.\"],[S(\"JWT|JSON_WEB_TOKENS?|BEARER|OAUTH2?|CLIENT_SECRET|REFRESH_TOKEN\"),\"A token or client secret with which a program signs in for a user or a service.\",\"The owner of the application ends its sessions and makes a new client secret at the identity provider.\"],[S(\"URL|URI|BASIC_AUTH\"),\"User name and password inside an address, which also ends up in logs and histories.\",\"The owner of the account changes its password and passes the new one outside the address.\"],[S(\"PASSWORDS?|PASSWD|PWD|PASSPHRASE|CREDENTIALS?\"),\"A password in clear text.\",\"The owner of the account changes the password everywhere it is used and reads it from a secret store instead.\"],[S(\"TOKENS?|API_?KEYS?|SECRETS?|KEYS?|APIKEY|PAT|ENTROPY|ENTROPY_STRING\"),\"A token or key of a service, which usually acts with all rights of its owner.\",\"The owner of the service account revokes it there, makes a new one and reads it from a secret store instead.\"]],lt={what:\"Something that this rule, set by an administrator or the repository, takes for a secret.\",rotate:\"The last author of the line finds out what it opens; the owner revokes it, makes a new one and keeps it in a secret store.\"};function we(e){let t=e.replace(/([a-z0-9])([A-Z])/g,\"$1_$2\").toUpperCase().replace(/[^A-Z0-9]+/g,\"_\"),n=at.find(([r])=>r.test(t));return n===void 0?lt:{what:n[1],rotate:n[2]}}var ct=90;function ke(e,t){let n=Date.parse(t),r=new Date((Number.isNaN(n)?0:n)+ct*864e5);return[\"suppressions:\",`  - fingerprint: ${JSON.stringify(e.fingerprint)}`,'    reason: \"why this may stay\"','    owner: \"who answers for it\"',`    expires: ${r.toISOString().slice(0,10)}`,\"\"].join(`\n`)}var ut=/^[\\w.~-]+$/;function pt(e,{project:t,repository:n}){if(e===null||!/^https?:\\/\\//i.test(e))return null;let r=t.replace(/^~/,\"\");return[r,n].some(o=>!ut.test(o)||/^\\.{1,2}$/.test(o))?null:`${e.replace(/\\/+$/,\"\")}/${t.startsWith(\"~\")?\"users\":\"projects\"}/${r}/repos/${n}`}function xe(e,t){let n=pt(e,t),r=t.path.replace(/^\\/+/,\"\").split(\"/\");if(n===null||r.some(p=>/^\\.{0,2}$/.test(p)))return null;let{branch:o}=t,i=o.startsWith(\"refs/\")?o:`refs/heads/${o}`,a=o===\"\"?\"\":`?at=${Ce(i.split(\"/\"))}`,l=t.line===null?\"\":`#${t.line}`;return`${n}/browse/${Ce(r)}${a}${l}`}function Ce(e){return e.map(t=>encodeURIComponent(t.toWellFormed())).join(\"/\")}function L(e,t){if(e.length<=t)return e;let n=Math.ceil((t-1)/2);return`${e.slice(0,n)}\\u2026${e.slice(e.length-(t-1-n))}`.toWellFormed()}var Te=\"&#8203;\",tn={\"&\":\"&amp;\",\"<\":\"&lt;\",\">\":\"&gt;\",\"|\":\"&#124;\",\"@\":`@${Te}`,\"#\":`#${Te}`,$:\"<span>$</span>\"};var y,Re,dt,$,oe,Y,$e,j,Ne,se,ie,ht,B=Symbol.for(\"pv\"),J={},q=[],ft=/^m(i|n|o|s|text|space)$/,ae=Array.isArray,le=q.slice,M=Object.assign;function I(e){e&&e.parentNode&&e.remove()}function u(e,t,n){var r,o,i,a={},l=arguments.length;for(i in t)i==\"key\"?r=t[i]:i==\"ref\"&&typeof e!=\"function\"?o=t[i]:a[i]=t[i];return l>2&&(a.children=l>3?le.call(arguments,2):n),D(e,a,r,o,null)}function D(e,t,n,r,o){var i={type:e,props:t,key:n,ref:r,__k:null,__:null,__b:0,__e:null,__c:null,constructor:B,__v:o||++Re,__i:-1,__u:0};return!o&&y.vnode&&y.vnode(i),i}function O(e){return e.children}function z(e,t){this.props=e,this.context=t,this.__g=0}function N(e,t){if(t==null)return e.__&&N(e.__,e.__i+1);for(var n;t<e.__k.length;t++)if((n=e.__k[t])&&n.__e)return n.__e;return typeof e.type!=\"function\"||e.props.__P?null:N(e)}function gt(e){var t,n=e.__v,r=n.__e,o=[],i=[],a=e.__P;a&&((t=M({constructor:B},n)).__v=n.__v+1,y.vnode&&y.vnode(t),ce(a,t,n,e.__n,a.namespaceURI,32&n.__u?[r]:null,o,r||N(n),32&n.__u,i),t.__v=n.__v,t.__.__k[t.__i]=t,Oe(o,t,i),n.__=n.__e=null,t.__e!=r&&Fe(t))}function Fe(e){if((e=e.__)&&e.__c&&!e.props.__P)return e.__e=null,e.__k.some(function(t){return t&&(e.__e=t.__e)}),Fe(e)}function Ee(e){(8&e.__g||(e.__g|=8,$.push(e),Y++))&&oe==y.debounceRendering||((oe=y.debounceRendering)||queueMicrotask)(Pe)}function Pe(){try{for(var e,t=1;$.length;)$.length>t&&$.sort($e),e=$.shift(),t=$.length,8&e.__g&&gt(e)}finally{(Y=$.length)&&(oe||queueMicrotask)(Pe)}}function Le(e,t,n,r,o,i,a,l,p,f,c){var _,m,s,d,w,g,b=r.__k||q,h=t.length;for(p=_t(n,t,b,p,h),_=0;_<h;_++)(s=n.__k[_])!=null&&(m=~s.__i&&b[s.__i]||J,s.__i=_,g=ce(e,s,m,o,i,a,l,p,f,c),d=s.__e,(m.ref!=s.ref||8&m.__u)&&(m.ref&&ue(m.ref,null,s,m),s.ref&&c.push(s.ref,s.__c||d,s)),w=w||d,4&s.__u?(p=Ie(s,p,e,!m.__v),m.__e&&(m.__e=null)):typeof s.type==\"function\"&&g!==void 0?p=g:d&&(p=d.nextSibling),s.__u&=-21);return n.__e=w,p}function _t(e,t,n,r,o){var i,a,l,p,f,c,_,m,s,d=n.length,w=d,g=0,b=0,h=e.__k=Array(o);for(i=0;i<o;i++)(a=t[i])!=null&&typeof a!=\"boolean\"&&typeof a!=\"function\"?(typeof a!=\"object\"||a.constructor===String?a=h[i]=D(null,a):ae(a)?a=h[i]=D(O,{children:a}):a.constructor===B&&a.__b?a=h[i]=D(a.type,a.props,a.key,a.ref,a.__v):h[i]=a,p=i+g,a.__=e,a.__b=e.__b+1,l=null,~(f=a.__i=mt(a,n,p,w))&&(w--,(l=n[f])&&(l.__u|=2)),l&&l.__v?(a.__u|=16,f==p-1?g--:f==p+1?g++:f!=p&&(f>p?g--:g++,b=1)):(~f||(o>d?g--:o<d&&g++),typeof a.type!=\"function\"&&(a.__u|=4))):h[i]=null;if(b){for(c=[],_=[],i=0;i<o;i++)if((a=h[i])&&16&a.__u){for(g=0,m=c.length;g<m;)c[s=g+m>>1]<a.__i?g=s+1:m=s;c[g]=a.__i,_[i]=g+1}for(g=c.length;i--;)_[i]&&(_[i]==g?g--:h[i].__u|=4)}if(w)for(i=0;i<d;i++)!(l=n[i])||2&l.__u||(l.__e==r&&(r=N(l)),pe(l,l));return r}function Ie(e,t,n,r){var o,i,a,l;if(typeof e.type==\"function\"){if(e.props.__P)return t;if(o=e.__k)for(i=0;i<o.length;i++)o[i]&&(o[i].__=e,t=Ie(o[i],t,n,!1));return t}for(t&&!t.parentNode&&(t=N(e))&&!t.parentNode&&(t=null),a=e.__e,l=t;l&&l.nodeType==8;)l=l.nextSibling;for(a!=l&&(!r&&n.moveBefore&&a.parentNode?n.moveBefore(a,t):n.insertBefore(a,t||null)),t=a;(t=t&&t.nextSibling)&&t.nodeType==8&&!t.data.startsWith(\"$s\"););return t}function mt(e,t,n,r){var o,i=e.key,a=e.type,l=t[n],p=l&&!(2&l.__u);if(l===null&&i==null||p&&i==l.key&&a==l.type)return n;if(r>(p?1:0)){for(o=n-1;o>=0;o--)if((l=t[o])&&!(2&l.__u)&&i==l.key&&a==l.type)return o;for(o=n+1;o<t.length;o++)if((l=t[o])&&!(2&l.__u)&&i==l.key&&a==l.type)return o}return-1}function Ae(e,t,n){n==null&&(n=\"\"),t[0]==\"-\"?e.setProperty(t,n):e[t]=n}function K(e,t,n,r,o){var i,a;if(t==\"style\")if(typeof n==\"string\")e.style.cssText=n;else{if(typeof r==\"string\"&&(e.style.cssText=r=\"\"),r)for(t in r)n&&t in n||Ae(e.style,t);if(n)for(t in n)r&&n[t]==r[t]||Ae(e.style,t,n[t])}else if(t[0]==\"o\"&&t[1]==\"n\")typeof n!=\"function\"&&(n=null),typeof r!=\"function\"&&(r=null),(e.__e||(e.__e={}))[t]=n,n&&r||(a=ie[t]||(ie[t]=yt(t)),(e.__a||(e.__a={}))[t]=se,i=t!=(t=t.replace(Ne,\"$1\")),(t=t.slice(2))[0]<\"a\"&&(t=t.toLowerCase()),n?e.addEventListener(t,a,i):e.removeEventListener(t,a,i));else{if(o==\"http://www.w3.org/2000/svg\")t=t.replace(/xlink(H|:h)/,\"h\").replace(/sName$/,\"s\");else if(t!=\"width\"&&t!=\"height\"&&t!=\"href\"&&t!=\"list\"&&t!=\"form\"&&t!=\"tabIndex\"&&t!=\"download\"&&t!=\"rowSpan\"&&t!=\"colSpan\"&&t!=\"role\"&&t!=\"popover\"&&t in e)try{return void(e[t]=n??\"\")}catch{}if(typeof n==\"function\")return;n==null||n===!1&&t[4]!=\"-\"?e.removeAttribute(t):e.setAttribute(t,t==\"popover\"&&n==1?\"\":n)}}function yt(e){return function(t){var n=this.__e;if(n){if(n=n[e],t[j]==null)t[j]=se++;else if(t[j]<this.__a[e])return;return n(y.event?y.event(t):t)}}}function ce(e,t,n,r,o,i,a,l,p,f){var c,_,m,s,d,w,g,b,h,k,v,X,be,G,F,ve,R,P,A=t.type;if(t.constructor!==B)return null;128&n.__u&&(p=32&n.__u,c=n.__c.__z)&&(t.__u|=p,_=i=[],c.nodeType==8?l=V(c,i):i.push(c),l=i[0]||l),(c=y.__b)&&c(t);e:if(typeof A==\"function\"){m=a.length;try{if(b=t.props,h=(c=A.prototype)&&c.render,k=(c=A.contextType)&&r[c.__c],v=c?k?k.props.value:c.__:r,(s=n.__c)?(t.__c=s,2&s.__g&&(s.__g|=1)):(h?t.__c=s=new A(b,v):(t.__c=s=new z(b,v),s.constructor=A,s.render=vt),k&&k.sub(s),s.state||(s.state={}),s.__n=r,s.__g|=8,s.__h=[],s.__k=[]),h&&(s.__s||(s.__s=s.state),A.getDerivedStateFromProps&&(s.__s==s.state&&(s.__s=M({},s.__s)),M(s.__s,A.getDerivedStateFromProps(b,s.__s)))),d=s.props,w=s.state,s.__v=t,n.__c){if(b!==d&&h&&!A.getDerivedStateFromProps&&s.componentWillReceiveProps&&s.componentWillReceiveProps(b,v),t.__v==n.__v&&!(8&s.__g)||!(4&s.__g)&&s.shouldComponentUpdate&&s.shouldComponentUpdate(b,s.__s,v)===!1){t.__v!=n.__v&&(s.props=b,s.state=s.__s,s.__g&=-9),t.__e=n.__e,t.__k=n.__k,t.__k.some(function(T){T&&(T.__=t)}),q.push.apply(s.__h,s.__k),s.__k=[],s.__h.length&&a.push(s),l=N(n);break e}s.componentWillUpdate&&s.componentWillUpdate(b,s.__s,v),h&&s.componentDidUpdate&&s.__h.push(function(){s.componentDidUpdate(d,w,g)})}else h&&!A.getDerivedStateFromProps&&s.componentWillMount&&s.componentWillMount(),h&&s.componentDidMount&&s.__h.push(s.componentDidMount);s.context=v,s.props=b,s.__P=e,s.__g&=-5,X=y.__r,be=h?25:0;do s.__g&=-9,X&&X(t),c=s.render(s.props,s.state=s.__s,s.context);while(8&s.__g&&++be<25);h&&(q.push.apply(s.__h,s.__k),s.__k=[]),s.state=s.__s,s.getChildContext&&(r=M({},r,s.getChildContext())),h&&n.__c&&s.getSnapshotBeforeUpdate&&(g=s.getSnapshotBeforeUpdate(d,w)),G=c&&c.type===O&&c.key==null?c.props.children:c,b.__P&&(c=l,o=(e=b.__P).namespaceURI,p=i=null,n.props&&n.props.__P!=e&&(n.__k.some(function(T){T&&pe(T,T)}),n.__k=null),l=n.__k?N(n,0):null),l=Le(e,ae(G)?G:[G],t,n,r,o,i,a,l,p,f),b.__P&&(t.__e=null,l=c),t.__u&=-161,_&&_.some(I),s.__h.length&&a.push(s),1&s.__g&&(s.__g&=-4)}catch(T){if(a.length=m,t.__v=null,p||i)if(T&&T.then){if(t.__u|=128|p,i){for(~(R=i.indexOf(l||void 0))||(R=i.length);(P=i[R-1])&&P.nodeType==8;)R--;for(;R<i.length;R++)if(P=i[R])if(i[R]=null,F){if(P==ve)break}else{if(P.nodeType!=8)break;P.data.startsWith(\"$s\")&&(ve=V(F=P))}}if(!F){for(;l&&l.nodeType==8&&l.nextSibling;)l=l.nextSibling;F=l}(c=V(F=t.__c.__z||(t.__c.__z=F)))?(t.__e=F,l=c):t.__e=l,l=l&&l.nextSibling}else i&&i.some(I);else t.__e=n.__e;t.__k||(t.__k=n.__k||[]),T&&T.then||Me(t),y.__e(T,t,n)}}else l=t.__e=bt(n.__e,t,n,r,o,i,a,p,f,e);return(c=y.diffed)&&c(t),l}function V(e,t){if(e&&e.nodeType==8&&e.data.startsWith(\"$s\"))for(var n=1;e=e.nextSibling;){if(e.nodeType==8){if(e.data.startsWith(\"$s\"))n++;else if(e.data.startsWith(\"/$s\")&&!--n)return e}t&&t.push(e)}}function Me(e){e&&(e.__c&&(e.__c.__g|=4),e.__k&&e.__k.some(Me))}function Oe(e,t,n){for(var r=0;r<n.length;)ue(n[r++],n[r++],n[r++]);y.__c&&y.__c(t,e),e.some(function(o){try{e=o.__h,o.__h=[],e.some(function(i){i.call(o)})}catch(i){y.__e(i,o.__v)}})}function bt(e,t,n,r,o,i,a,l,p,f){var c,_,m,s,d,w,g,b,h=n.props||J,k=t.props,v=t.type;if(v==\"svg\"?o=\"http://www.w3.org/2000/svg\":v==\"math\"?o=\"http://www.w3.org/1998/Math/MathML\":o||(o=\"http://www.w3.org/1999/xhtml\"),i){for(c=0;c<i.length;c++)if((d=i[c])&&(v?d.localName==v:d.nodeType==3)){e=d,i[c]=null;break}}if(!e){if(b=f.ownerDocument||document,!v)return b.createTextNode(k);e=b.createElementNS(o,v,k.is?k:f),l&&(y.__m&&y.__m(t,i),l=!1),i=null}if(v){if(f=v==\"template\"&&e.content||e,i=v==\"textarea\"&&k.defaultValue!=null?null:i&&le.call(f.childNodes),!l&&i)for(h={},c=0;c<e.attributes.length;c++)h[(d=e.attributes[c]).name]=d.value;for(c in h)d=h[c],c==\"dangerouslySetInnerHTML\"?m=d:c==\"children\"||c in k||c==\"value\"&&\"defaultValue\"in k||c==\"checked\"&&\"defaultChecked\"in k||K(e,c,null,d,o);for(c in k)d=k[c],c==\"children\"?s=d:c==\"dangerouslySetInnerHTML\"?_=d:c==\"value\"?w=d:c==\"checked\"?g=d:l&&typeof d!=\"function\"||h[c]===d||K(e,c,d,h[c],o);_?(l||m&&(_.__html==m.__html||_.__html==e.innerHTML)||(e.innerHTML=_.__html),t.__k=[]):(m&&(e.textContent=\"\"),(v==\"foreignObject\"||o==\"http://www.w3.org/1998/Math/MathML\"&&ft.test(v))&&(o=\"http://www.w3.org/1999/xhtml\"),Le(f,ae(s)?s:[s],t,n,r,o,i,a,i?i[0]:n.__k&&N(n,0),l,p),i&&i.some(I)),l&&v!=\"textarea\"||(c=\"value\",v==\"progress\"&&w==null?e.removeAttribute(c):w==null||w===e[c]&&(v!=\"progress\"||w)||K(e,c,w,h[c],o),c=\"checked\",g!=null&&g!=e[c]&&K(e,c,g,h[c],o))}else h===k||l&&e.data==k||(e.data=k);return e}function ue(e,t,n,r){try{typeof e==\"function\"?t?t.__x=e(t)||1:r&&(r=r.__c||r.__e)&&(t=r.__x)&&(r.__x=null,typeof t==\"function\"?t():e(null)):e.current=t}catch(o){y.__e(o,n)}}function pe(e,t,n){var r,o,i,a;if(y.unmount&&y.unmount(e),!(r=e.ref)||r.current&&r.current!=e.__e||ue(r,null,t,e),r=e.__c){if(r.componentWillUnmount)try{r.componentWillUnmount()}catch(l){y.__e(l,t)}r.__P=r.__n=null}if(r=e.__k)for(a=0;a<r.length;a++)r[a]&&pe(r[a],t,typeof e.type!=\"function\"||n&&!e.props.__P);!n&&(r=e.__c)&&(r=r.__z)&&(o=V(r,i=[]))&&(r==e.__e&&i.some(I),I(o),I(r)),n||I(e.__e),e.__e=e.__c=e.__=null}function vt(e,t,n){return this.constructor(e,n)}function Z(e,t){var n,r,o,i;y.__&&y.__(e,t),t.nodeType==9&&(t=t.documentElement),r=(n=e&&32&e.__u)?null:t.__k,t.__k=D(O,{children:[e]}),o=[],i=[],ce(t,t.__k,r||J,J,t.namespaceURI,r?null:t.firstChild?le.call(t.childNodes):null,o,r?r.__e:t.firstChild,n,i),Oe(o,t.__k,i),t.__k.props.children=null}function de(e,t){e&&typeof e==\"object\"&&(e.__u|=32),Z(e,t)}y={__e:function(e,t,n,r){for(var o,i,a;t=t.__;)if((o=t.__c)&&!(1&o.__g)){o.__g|=4;try{if((a=(i=o.constructor)&&i.getDerivedStateFromError)&&o.setState(i.getDerivedStateFromError(e)),o.componentDidCatch&&(o.componentDidCatch(e,r||{}),a=1),a&&8&o.__g)return void(o.__g|=2)}catch(l){e=l}}throw Y=0,e}},Re=0,dt=function(e){return e!=null&&e.constructor===B},z.prototype.setState=function(e,t){var n=this.__s;n&&n!=this.state||(n=this.__s=M({},this.state)),typeof e==\"function\"&&(e=e(M({},n),this.props)),e&&(M(n,e),this.__v&&(t&&this.__k.push(t),Ee(this)))},z.prototype.forceUpdate=function(e){this.__v&&(this.__g|=4,e&&this.__h.push(e),Ee(this))},z.prototype.render=O,$=[],Y=0,$e=function(e,t){return e.__v.__b-t.__v.__b},j=Symbol(),Ne=/(PointerCapture)$|Capture$/i,se=0,ie={},ht=0;function Ue(e,t,n,r={}){return u(\"table\",{class:r.table},u(\"caption\",{class:\"unseen\"},e),u(\"thead\",{class:r.head},u(\"tr\",null,...t)),u(\"tbody\",null,...n))}function De(e){return u(\"th\",{scope:\"col\"},e)}function Be(e,...t){return u(\"section\",{class:\"scroll\",tabIndex:0,\"aria-label\":e},...t)}function We(e){return u(\"dl\",null,...e.flatMap(([t,n])=>[u(\"dt\",null,t),u(\"dd\",null,n)]))}function He(e){let t=u(\"button\",{type:\"button\",class:\"copy\",\"data-copy\":\"\"},\"Copy\");return u(\"div\",{class:\"snippet\"},u(\"pre\",{tabIndex:0},e),t)}function he(e){let t=new Date(e);return Number.isNaN(t.getTime())?x(String(e)):`${t.toISOString().slice(0,16).replace(\"T\",\" \")} UTC`}function C(e,t){return e[t]}function Ge(e){let{rule:t,repository:n,branch:r,path:o,severity:i,status:a,time:l,times:p}=e,f=t.length,c=e.match.length>0?e.match:new Array(f).fill(0),_=f===0?[]:e.fingerprint.split(\" \"),m=e.repositories.map(s=>s.join(\"/\"));return{size:f,columns:{rule:U(t,e.rules),repository:U(n,m),branch:U(r,e.branches),path:U(o,e.paths),severity:U(Array.from(i,Number),ee),status:U(Array.from(a,Number),te),match:U(c,e.matches)},scannedAt:l.map(s=>p[s]??-1),lines:e.line,fingerprints:_,finding:s=>St(e,s,C(_,s))}}function U(e,t){let n=t.map(x);return{index:e,texts:n,lowered:n.map(r=>r.toLowerCase())}}function St(e,t,n){let r=(a,l)=>C(a,C(l,t)),[o,i]=r(e.repositories,e.repository);return{project:o,repository:i,branch:r(e.branches,e.branch),path:r(e.paths,e.path),line:e.line[t]||null,rule:r(e.rules,e.rule),scannedAt:r(e.times,e.time),match:C(e.matches,e.match[t]??0),severity:C(ee,Number(e.severity[t])),status:C(te,Number(e.status[t])),fingerprint:n}}var H=[\"severity\",\"status\",\"rule\",\"repository\",\"branch\"],je=[25,50,100,500],Ke={search:\"\",filters:{},sort:null,page:0,pageSize:50,open:null,linked:null};function ge({findings:e,bitbucketUrl:t,startedAt:n},r){let o=Ge(e),i=_e(o,Ke);return{table:o,view:Ke,rows:i,choices:Et(o),bitbucketUrl:t,startedAt:n,change:r}}function ze(e,t){let n={...e.view,...t},r=n.search===e.view.search&&n.filters===e.view.filters&&n.sort===e.view.sort;return{...e,view:n,rows:r?e.rows:_e(e.table,n)}}function _e(e,t){let n=[...wt(e,t),...kt(e,t.search)],o=Array.from({length:e.size},(i,a)=>a).filter(i=>n.every(a=>a(i)));return t.sort===null?o:xt(e,o,t.sort)}function wt(e,t){return H.flatMap(n=>{let r=t.filters[n],{index:o}=e.columns[n];return r===void 0?[]:[i=>o[i]===r]})}function kt(e,t){return t.toLowerCase().split(/\\s+/).filter(Boolean).map(r=>{let{rule:o,repository:i,branch:a,path:l,match:p}=e.columns,f=[o,i,a,l,p].map(c=>Ct(c,r));return/^[0-9a-f]{4,}$/.test(r)&&f.push(c=>e.fingerprints[c]?.includes(r)===!0),c=>f.some(_=>_(c))})}function Ct({index:e,lowered:t},n){let r=t.map(o=>o.includes(n));return o=>r[C(e,o)]===!0}function xt(e,t,n){let r=Tt(e,n.key),o=n.descending?-1:1;return t.sort((i,a)=>o*(C(r,i)-C(r,a))||i-a)}function Tt(e,t){if(t===\"scanned\")return e.scannedAt;let{index:n,texts:r}=e.columns[t];if(t===\"severity\"||t===\"status\")return n;let o=[...r.keys()].sort((l,p)=>re(C(r,l),C(r,p))),i=new Uint32Array(o.length);for(let[l,p]of o.entries())i[p]=l;if(t!==\"path\")return n.map(l=>C(i,l));let a=2**24-1;return n.map((l,p)=>C(i,l)*2**24+Math.min(C(e.lines,p),a))}function Ve(e,t){return Math.max(1,Math.ceil(e/t))}function Ye(e,t){return e.slice(t.page*t.pageSize,(t.page+1)*t.pageSize)}function me(e,t,n){let r=_e(e,t).indexOf(n),o={...t,open:n,linked:n};return r>=0?{...o,page:Math.floor(r/t.pageSize)}:me(e,{...o,search:\"\",filters:{}},n)}function Et({columns:e}){return{severity:W(e.severity),status:W(e.status),rule:W(e.rule).sort(fe),repository:W(e.repository).sort(fe),branch:W(e.branch).sort(fe)}}function W({index:e,texts:t}){let n=new Uint32Array(t.length);for(let o of e)n[o]=C(n,o)+1;return t.map((o,i)=>({place:i,text:o,count:C(n,i)})).filter(o=>o.count>0)}function fe(e,t){return re(e.text.toLowerCase(),t.text.toLowerCase())}var Q={page:0,open:null};function Je(e){let{view:t,change:n,rows:r,table:o}=e,i=t.search!==\"\"||Object.keys(t.filters).length>0,a=()=>n({...Q,search:\"\",filters:{}}),l={type:\"search\",value:t.search,placeholder:\"Rule, repository, branch, path or fingerprint\",autocomplete:\"off\",spellcheck:!1,onInput:p=>n({...Q,search:p.currentTarget.value})};return u(\"div\",{class:\"controls\",role:\"search\",\"aria-label\":\"Findings\"},u(\"label\",{class:\"search\"},u(\"span\",null,\"Search\"),u(\"input\",l)),...H.map(p=>At(e,p)),u(\"button\",{type:\"button\",disabled:!i,onClick:a},\"Clear\"),u(\"p\",{role:\"status\"},`${E(r.length)} of ${ne(o.size,\"finding\")}`))}function At({choices:e,view:t,change:n},r){let o=l=>{let{[r]:p,...f}=t.filters,c=l===\"\"?f:{...f,[r]:Number(l)};n({...Q,filters:c})},a=[u(\"option\",{value:\"\"},\"All\"),e[r].map(Rt)];return u(\"label\",{key:r},u(\"span\",null,r),qe(String(t.filters[r]??\"\"),o,a))}function Rt({place:e,text:t,count:n}){let r=t===\"\"?\"(none)\":L(t,60);return u(\"option\",{key:e,value:String(e)},`${r} (${E(n)})`)}function qe(e,t,n){return u(\"select\",{value:e,onChange:o=>t(o.currentTarget.value)},n)}function Ze({view:e,rows:t,change:n}){let r=Ve(t.length,e.pageSize),o=e.page*e.pageSize,i=Math.min(o+e.pageSize,t.length),a=t.length===0?\"None\":`${E(o+1)}\\u2013${E(i)} of ${E(t.length)}`,l=(c,_,m)=>u(\"button\",{type:\"button\",disabled:!m,onClick:()=>n({page:_,open:null})},c),p=je.map(c=>u(\"option\",{key:c,value:String(c)},c)),f=c=>n({...Q,pageSize:Number(c)});return u(\"nav\",{class:\"pager\",\"aria-label\":\"Pages of findings\"},l(\"First\",0,e.page>0),l(\"Previous\",e.page-1,e.page>0),u(\"span\",{class:\"soft\"},a),l(\"Next\",e.page+1,e.page<r-1),l(\"Last\",r-1,e.page<r-1),u(\"label\",null,u(\"span\",{class:\"soft\"},\"Rows\"),qe(String(e.pageSize),f,p)))}function ye(e){let t=Ye(e.rows,e.view);return[Je(e),$t(e,t),Ze(e)]}var Xe=[[\"severity\",\"Severity\"],[\"rule\",\"Rule\"],[\"path\",\"File and line\"],[\"repository\",\"Repository\"],[\"branch\",\"Branch\"],[\"status\",\"Status\"],[\"scanned\",\"Scanned\"]];function $t(e,t){let n=`Findings, ${E(t.length)} of ${E(e.rows.length)} shown`,r=Xe.map(([a,l])=>Nt(e,a,l)),o=De(u(\"span\",{class:\"unseen\"},\"Details\")),i=t.map(a=>Ft(e,a,e.table.finding(a)));return Be(\"Table of findings\",Ue(n,[...r,o],i,{table:\"findings\"}))}function Nt({view:e,change:t},n,r){let o=e.sort?.key===n?e.sort:null,i=o===null?\"none\":o.descending?\"descending\":\"ascending\",a=o?.descending?null:{key:n,descending:o!==null};return u(\"th\",{scope:\"col\",\"aria-sort\":i},u(\"button\",{type:\"button\",onClick:()=>t({sort:a,page:0,open:null})},r))}function Ft(e,t,n){let{severity:r,status:o,scannedAt:i}=n,a=e.view.open===t,l=e.view.linked===t?\"true\":void 0;return u(O,{key:t},u(\"tr\",{class:a?\"open\":void 0,\"data-row\":t,\"aria-current\":l},u(\"td\",null,u(\"span\",{class:`severity ${r}`},r)),u(\"td\",null,u(\"code\",null,L(x(n.rule),40))),u(\"td\",{class:\"place\"},Pt(n,e.bitbucketUrl)),u(\"td\",{class:\"name\"},Qe(`${n.project}/${n.repository}`)),u(\"td\",{class:\"name\"},n.branch===\"\"?\"\\u2014\":Qe(n.branch)),u(\"td\",null,u(\"span\",{class:`status ${o}`},o)),u(\"td\",{class:\"time\"},i===null?\"\\u2014\":he(i).slice(0,10)),u(\"td\",{class:\"more\"},Lt(e,t,n,a))),a&&u(\"tr\",{class:\"detail\"},u(\"td\",{colSpan:Xe.length+1},It(n,e.startedAt))))}function Pt(e,t){let n=x(e.path),r=e.line===null?\"\":`:${e.line}`,o=u(\"code\",null,et(L(n,64)),u(\"b\",null,r)),i=xe(t,e);return i===null?u(\"span\",{title:n},o):u(\"a\",{href:i,title:n,target:\"_blank\",rel:\"noopener noreferrer\"},o)}function Qe(e){let t=x(e);return u(\"span\",{title:t},et(L(t,48)))}function et(e){return e.split(/(?<=\\/)/).map((t,n)=>n===0?t:[u(\"wbr\",null),t])}function Lt({change:e},t,n,r){let o=`${x(n.rule)} in ${x(n.path)}`,i={type:\"button\",\"aria-expanded\":r?\"true\":\"false\",\"aria-label\":`Details of ${L(o,120)}`,onClick:()=>e({open:r?null:t})};return u(\"button\",i,r?\"\\u2013\":\"+\")}function It(e,t){let{what:n,rotate:r}=we(e.rule);return u(\"div\",{class:\"advice\"},u(\"div\",null,u(\"h3\",null,x(e.rule)),u(\"p\",null,n),u(\"p\",null,r),Mt(e)),u(\"div\",null,u(\"h3\",null,\"To accept it, paste into the policy file\"),He(ke(e,t))))}function Mt({path:e,match:t,scannedAt:n,fingerprint:r}){let o=[[\"File\",x(e)],[\"Matched text\",t===\"\"?null:u(\"code\",null,x(t))],[\"Scanned\",n===null?null:he(n)],[\"Fingerprint\",u(\"a\",{href:`#${r}`},u(\"code\",null,r))]];return We(o.filter(([,i])=>i!==null))}function tt(){let e=document.querySelector(\"#findings-table\"),t=document.querySelector(\"#findings-json\")?.textContent;if(e===null||!t)return;let n=i=>{r=ze(r,i),Z(ye(r),e)},r=ge(JSON.parse(t),n);de(ye(r),e);let o=()=>Ot(r,location.hash.slice(1));addEventListener(\"hashchange\",o),o()}function Ot(e,t){let[n,r]=t.split(/=(.*)/s),o=H.find(a=>a===n);if(r!==void 0&&o!==void 0){Dt(e,o,Ut(r));return}let i=e.table.fingerprints.indexOf(t.toLowerCase());i>=0?Bt(e,i):/^[0-9a-f]{32}$/i.test(t)&&Wt(t)}function Ut(e){try{return decodeURIComponent(e)}catch{return e}}function Dt(e,t,n){let r=e.choices[t].find(o=>o.text===n);r!==void 0&&(e.change({search:\"\",filters:{[t]:r.place},page:0,open:null,linked:null}),document.querySelector(\"#findings\")?.scrollIntoView())}function Bt(e,t){e.change(me(e.table,e.view,t));let n=document.querySelector(`tr[data-row=\"${t}\"]`);n?.scrollIntoView({block:\"center\"}),n?.querySelector(\"button\")?.focus({preventScroll:!0})}function Wt(e){let t=document.querySelector(\"#link-note\");t!==null&&(t.textContent=`No finding ${e} in this page: ${t.dataset.advice}.`)}Ht();jt();Vt();Yt();tt();function Ht(){let e=document.querySelector(\"#theme\");if(e===null)return;let t=matchMedia(\"(prefers-color-scheme: dark)\"),n=Gt(),r=()=>(n??(t.matches?\"dark\":\"light\"))===\"dark\"?\"light\":\"dark\",o=()=>{n!==null&&(document.documentElement.dataset.theme=n),e.textContent=r()===\"dark\"?\"Dark\":\"Light\",e.setAttribute(\"aria-label\",`Switch to the ${r()} theme`)};e.hidden=!1,o(),t.addEventListener(\"change\",o),e.addEventListener(\"click\",()=>{n=r(),o(),Kt(n)})}function Gt(){try{let e=localStorage.getItem(\"soteri-gate-theme\");return e===\"light\"||e===\"dark\"?e:null}catch{return null}}function Kt(e){try{localStorage.setItem(\"soteri-gate-theme\",e)}catch{}}function jt(){document.addEventListener(\"click\",e=>{let t=nt(e,\"[data-copy]\"),n=t?.parentElement?.querySelector(\"pre\");t instanceof HTMLButtonElement&&n instanceof HTMLElement&&zt(n,t)})}async function zt(e,t){t.textContent=await navigator.clipboard.writeText(e.textContent??\"\").then(()=>\"Copied\",()=>(getSelection()?.selectAllChildren(e),\"Selected\")),setTimeout(()=>{t.textContent=\"Copy\"},2e3)}function Vt(){document.addEventListener(\"click\",e=>{let t=nt(e,\"[data-link]\")?.getAttribute(\"data-link\");t&&(location.hash=t)})}function nt({target:e},t){return e instanceof Element?e.closest(t):null}function Yt(){let e=[];addEventListener(\"beforeprint\",()=>{e=[...document.querySelectorAll(\"details:not([open], .picture details)\")];for(let t of e)t.open=!0}),addEventListener(\"afterprint\",()=>{for(let t of e)t.open=!1})}})();";
const pageStyle = ":root{color-scheme:light dark;--ground: light-dark(#f4f6f9, #0d1218);--surface: light-dark(#ffffff, #151c25);--raised: light-dark(#f0f3f7, #1d2631);--ink: light-dark(#17202b, #e7ecf2);--soft: light-dark(#55616f, #a3afbd);--line: light-dark(#dce2e9, #2a3542);--link: light-dark(#1d57b8, #8ab8ff);--bar: light-dark(#2a6fdb, #5c9bf5);--bar-soft: light-dark(#a9c4ec, #2f4f7d);--track: light-dark(#e6ebf1, #26313e);--mark: light-dark(#fff2c2, #4a3d12);--pass-tint: light-dark(#e3f5ef, #10291f);--warn-tint: light-dark(#fff3d4, #332810);--fail-tint: light-dark(#fdeae6, #361a15);--error-tint: light-dark(#f3ecfb, #261b36);--pass: light-dark(#00735a, #35c79f);--warn: light-dark(#8a5800, #f3b94d);--fail: light-dark(#b32a14, #ff8a70);--error: light-dark(#66339c, #c6a0f5);--critical: light-dark(#8f1d3f, #ff7d9c);--high: light-dark(#c2501b, #f79b5f);--medium: light-dark(#d9a21b, #e9c75c);--low: light-dark(#7c94ab, #8298ae);--mono: ui-monospace, \"SF Mono\", \"Cascadia Mono\", \"JetBrains Mono\", Menlo, Consolas, \"DejaVu Sans Mono\", monospace}:root[data-theme=light]{color-scheme:light}:root[data-theme=dark]{color-scheme:dark}*{box-sizing:border-box}html{scroll-behavior:smooth;scroll-padding-top:1rem;-webkit-text-size-adjust:100%}body{margin:0;background:var(--ground);color:var(--ink);font:15px/1.55 Inter,system-ui,-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-variant-numeric:tabular-nums}header,main,footer{max-width:1240px;margin:0 auto;padding:0 24px}h1,h2,h3,p,dl,dd,ol,ul,figure,pre{margin:0;padding:0}h2{font-size:20px;line-height:1.3;letter-spacing:-.01em}h3{font-size:15px;line-height:1.4}a{color:var(--link);text-underline-offset:2px}code,pre{font-family:var(--mono);font-size:.88em}code{overflow-wrap:anywhere}:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:4px}.soft{color:var(--soft)}.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}.skip{position:absolute;left:-999px}.skip:focus{left:24px;top:8px;z-index:2;padding:8px 12px;background:var(--surface)}button,select,input{font:inherit;color:inherit;background:var(--surface);border:1px solid light-dark(#8793a1,#5c6b7b);border-radius:7px;padding:5px 10px;min-height:34px}button{cursor:pointer}button:hover:not(:disabled){background:var(--raised)}button:disabled{opacity:.45;cursor:default}main>section{margin:40px 0 0}section>h2{margin-bottom:14px}.severity{white-space:nowrap}.findings .more button{width:28px;min-height:26px;padding:0}.severity{display:inline-flex;align-items:center;gap:7px;white-space:nowrap}.severity:before{content:\"\";width:10px;height:10px;border-radius:3px;background:var(--low)}.severity.critical:before{background:var(--critical)}.severity.high:before{background:var(--high)}.severity.medium:before{background:var(--medium)}.bar{display:flex;align-items:center;gap:16px;padding:14px 0;color:var(--soft)}.bar b{color:var(--ink)}.bar .scope{margin-left:auto;font-family:var(--mono);font-size:13px;overflow-wrap:anywhere}.banner{--tone: var(--error);--tint: var(--error-tint);display:flex;gap:22px;align-items:center;padding:26px 28px;border-radius:14px;border:1px solid color-mix(in oklab,var(--tone) 40%,var(--tint));background:var(--tint)}.pass .banner{--tone: var(--pass);--tint: var(--pass-tint)}.warn .banner{--tone: var(--warn);--tint: var(--warn-tint)}.fail .banner{--tone: var(--fail);--tint: var(--fail-tint)}.banner .icon{flex:none;width:60px;height:60px;color:var(--tone)}.banner .icon .mark{stroke:var(--surface)}.banner h1{font-size:32px;line-height:1.15;letter-spacing:-.02em;color:var(--tone)}.banner .why{margin-top:6px;font-size:17px;overflow-wrap:anywhere}.banner .facts{margin-top:6px;color:var(--soft);font-size:13.5px}.numbers,.tiles{display:grid;grid-template-columns:repeat(4,1fr);gap:12px}.numbers{margin-top:12px}.numbers>div,.tiles>div{display:flex;flex-direction:column;padding:14px 18px;border:1px solid var(--line);border-radius:12px;background:var(--surface)}.numbers>div{flex-direction:column-reverse}.numbers dt,.tiles dt{color:var(--soft);font-size:13.5px}.numbers dd{font-size:28px;font-weight:650;line-height:1.2;letter-spacing:-.02em}.tiles dd{color:var(--soft);font-size:13.5px}.tiles b{display:block;color:var(--ink);font-size:16.5px;font-weight:600}.error-panel{padding:22px 28px;border-radius:14px;border:1px solid var(--line);border-left:6px solid var(--error);background:var(--surface)}.error-panel h2 code{margin-left:8px;color:var(--error);font-size:15px}.error-panel dl{display:grid;grid-template-columns:max-content 1fr;gap:10px 24px;margin-bottom:14px}.error-panel dt{color:var(--soft)}.error-panel dd{overflow-wrap:anywhere}.error-panel ul{padding-left:18px}.notes{margin-top:12px;padding:12px 18px 12px 36px;border-radius:12px;background:var(--warn-tint);overflow-wrap:anywhere}details{margin-top:12px;border:1px solid var(--line);border-radius:12px;background:var(--surface)}summary{padding:9px 18px;cursor:pointer;border-radius:12px}summary:hover{background:var(--raised)}details[open]>summary{border-bottom:1px solid var(--line);border-radius:12px 12px 0 0}.scroll{position:relative;overflow-x:auto}table{width:100%;border-collapse:collapse;font-size:14px}th,td{padding:8px 18px;text-align:left;vertical-align:top;overflow-wrap:break-word}thead th{color:var(--soft);font-weight:500;white-space:nowrap}tbody tr{border-top:1px solid var(--line)}.hash{display:inline-block;width:33ch;overflow-wrap:anywhere}table .time{white-space:nowrap}.unproven{color:var(--fail)}.thresholds{display:grid;gap:12px;margin-top:14px;list-style:none}.thresholds>li{--tone: var(--pass);padding:14px 20px;border:1px solid var(--line);border-left:5px solid var(--tone);border-radius:12px;background:var(--surface)}.thresholds>.exceeded{--tone: var(--fail)}.thresholds>.warned{--tone: var(--warn)}.thresholds>.unproven{--tone: var(--soft)}.thresholds .title{display:flex;flex-wrap:wrap;gap:4px 12px;align-items:baseline}.thresholds h3{font-family:var(--mono);font-size:14px;overflow-wrap:anywhere}.thresholds .state{color:var(--tone);font-size:13.5px;font-weight:600}.thresholds .against{margin-left:auto;color:var(--soft)}.thresholds .against b{color:var(--ink);font-size:18px}.thresholds li>.soft{font-size:13px}.thresholds ul{display:flex;flex-wrap:wrap;gap:6px 20px;margin-top:6px;font-size:13.5px;list-style:none}.gauge{display:block;margin:8px 0 6px;overflow:visible}.gauge .track,.chart .track{fill:var(--track)}.gauge .within{fill:color-mix(in oklab,var(--tone) 50%,var(--track))}.gauge .beyond,.kept .gauge .within{fill:var(--tone)}.gauge .limit{fill:var(--ink)}.pictures{display:grid;grid-template-columns:repeat(6,1fr);gap:14px}.picture{grid-column:span 2;display:flex;flex-direction:column;padding:18px 20px;border:1px solid var(--line);border-radius:14px;background:var(--surface);min-width:0}#picture-severity,#picture-age{grid-column:span 3}#picture-trend{grid-column:span 6}.picture figcaption .soft{font-size:13px}.picture .drawing{margin-top:14px}.picture details{margin-top:auto;border:0}.picture details>summary{display:inline-block;padding:4px 0;border:0;color:var(--link);font-size:13.5px}.picture details>summary:hover{background:none;text-decoration:underline}.with-legend .drawing{margin:auto 0;padding-top:14px;display:flex;align-items:center;gap:16px 32px}.with-legend svg{flex:none}.numbers-table th,.numbers-table td{padding:5px 0;font-weight:400}.numbers-table td,.numbers-table thead th+th{text-align:right}.numbers-table a{color:inherit}.swatch{display:inline-block;width:11px;height:11px;margin-right:9px;border-radius:3px}.swatch.critical{background:var(--critical)}.swatch.high{background:var(--high)}.swatch.medium{background:var(--medium)}.swatch.low{background:var(--low)}.chart{display:block;overflow:hidden;font-size:13px}.chart text{fill:var(--ink)}.chart .tick{fill:var(--soft);font-size:12px}.chart .value{font-weight:600}.chart .fill{fill:var(--bar)}.chart .rest text{fill:var(--soft)}.chart .known{fill:var(--bar-soft)}.chart .axis{stroke:var(--line)}.chart .total{font-size:24px;font-weight:650}.chart [data-link]{cursor:pointer}.chart .hit{pointer-events:all}.chart [data-link]:hover .fill{fill:var(--link)}.slice.critical{fill:var(--critical)}.slice.high{fill:var(--high)}.slice.medium{fill:var(--medium)}.slice.low{fill:var(--low)}.chart .sign{font-size:12px;font-weight:700}.chart .sign.pass{fill:var(--pass)}.chart .sign.warn{fill:var(--warn)}.chart .sign.fail{fill:var(--fail)}.chart .sign.error{fill:var(--error)}#findings-table{border:1px solid var(--line);border-radius:14px;background:var(--surface)}.controls,.pager{display:flex;flex-wrap:wrap;align-items:end;gap:10px 12px;padding:16px 18px}.controls label{display:grid;gap:3px;flex:1 1 110px;min-width:0}.controls label span{color:var(--soft);font-size:13px}.controls label span:first-letter{text-transform:uppercase}.controls .search{flex:4 1 260px}.controls select,.controls input{width:100%}.controls p{flex:1 0 100%;color:var(--soft);font-size:13.5px}.findings th button{padding:2px 0;border:0;background:none;color:var(--soft);font-weight:500;white-space:nowrap}.findings th button:hover{color:var(--ink);text-decoration:underline}.findings th button:after{content:\" \\2195\";opacity:.45}.findings th[aria-sort=ascending] button:after,.findings th[aria-sort=descending] button:after{opacity:1}.findings th[aria-sort=ascending] button:after{content:\" \\2191\"}.findings th[aria-sort=descending] button:after{content:\" \\2193\"}.findings th,.findings td{padding:7px 10px}.findings th:first-child,.findings td:first-child{padding-left:18px}.findings thead{border-top:1px solid var(--line);background:var(--raised)}.findings tbody tr:hover:not(.detail){background:var(--raised)}.findings tr[aria-current]{background:var(--mark);box-shadow:inset 4px 0 0 var(--warn)}.findings td code{overflow-wrap:break-word}.findings .place{min-width:240px}.findings .name{min-width:132px}.findings .name,.findings .place code{overflow-wrap:anywhere}.findings .place b{display:inline-block;font-weight:600}.findings .place a:not(:hover){text-decoration:none}.findings .status{color:var(--soft)}.status.new{color:var(--ink);font-weight:600}.status.suppressed{text-decoration:line-through}.findings .detail{border-top:0}.detail td{padding:4px 18px 20px}.advice{display:grid;grid-template-columns:1fr 1fr;gap:16px 32px;padding:16px 18px}.detail .advice{border-radius:12px;background:var(--raised)}.advice>div{min-width:0}.advice p,.advice dl{margin-top:6px}.advice dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 14px;font-size:13.5px}.advice dt{color:var(--soft)}.advice dd{overflow-wrap:anywhere}.snippet{position:relative;margin-top:8px}.snippet pre{padding:12px 84px 12px 14px;overflow-x:auto;border:1px solid var(--line);border-radius:9px;background:var(--surface)}.copy{position:absolute;top:7px;right:7px;min-height:28px;padding:1px 10px;font-size:13px}.pager{align-items:center;font-size:13.5px;border-top:1px solid var(--line)}.pager label{display:flex;align-items:center;gap:8px;margin-left:auto}.cut,.empty,#link-note:not(:empty){margin-bottom:12px;padding:12px 18px;border-radius:12px;background:var(--warn-tint)}.empty{border:1px solid var(--line);background:var(--surface)}.rule>summary>*{margin-right:14px}.rule+.rule{margin-top:8px}footer{display:flex;flex-wrap:wrap;gap:4px 24px;margin-top:48px;padding-top:18px;padding-bottom:40px;color:var(--soft);font-size:13.5px}@media(max-width:1000px){.pictures .picture,.pictures #picture-severity,.pictures #picture-age{grid-column:span 6}}@media(max-width:720px){header,main,footer{padding-left:14px;padding-right:14px}.numbers,.tiles{grid-template-columns:1fr 1fr}.advice,.error-panel dl{grid-template-columns:1fr}.banner{padding:18px;gap:14px}.banner .icon{width:40px;height:40px}}@media(prefers-reduced-motion:reduce){html{scroll-behavior:auto}}@page{margin:12mm}@media print{:root,:root[data-theme]{color-scheme:light}body{background:#fff;font-size:9.5pt;print-color-adjust:exact}header,main,footer{padding:0}table{font-size:8pt}.findings th,.findings td{padding:4px 6px}.findings .place,.findings .name{min-width:0}.scroll{overflow:visible}.snippet pre{padding-right:14px;white-space:pre-wrap}.thresholds>li,.picture,.rule,tr{break-inside:avoid}.skip,#theme,.controls label,.controls button,.pager button,.pager label,.copy,.picture details,.findings .more,.findings th:last-child{display:none}.findings th button:after{content:none}.pictures .picture{grid-column:span 2}.pictures #picture-severity,.pictures #picture-age{grid-column:span 3}.pictures #picture-trend{grid-column:span 6}h2{break-after:avoid}}";

// EXTERNAL MODULE: ./lib/finding.js
var finding = __webpack_require__(54713);
// EXTERNAL MODULE: ./lib/text.js
var lib_text = __webpack_require__(53001);
// EXTERNAL MODULE: ../../main/node_modules/preact/dist/preact.mjs
var preact = __webpack_require__(35483);
;// CONCATENATED MODULE: ./lib/report/html/parts.js
/** The only import of preact, which escapes text and attributes, and what all sections share. Runs in the page too. */




/** A section of the page with its heading. */
function section(id, title, ...content) {
    const titleId = `${id}-title`;
    return (0,preact.h)('section', { id, 'aria-labelledby': titleId }, (0,preact.h)('h2', { id: titleId }, title), content);
}
/** Its caption is for screen readers only. */
function table(caption, heads, rows, classes = {}) {
    return (0,preact.h)('table', { class: classes.table }, (0,preact.h)('caption', { class: 'unseen' }, caption), (0,preact.h)('thead', { class: classes.head }, (0,preact.h)('tr', null, ...heads)), (0,preact.h)('tbody', null, ...rows));
}
function columnHead(title) {
    return (0,preact.h)('th', { scope: 'col' }, title);
}
/** A scrollable frame for a wide table. */
function scrollable(label, ...content) {
    return (0,preact.h)('section', { class: 'scroll', tabIndex: 0, 'aria-label': label }, ...content);
}
function definitions(entries) {
    return (0,preact.h)('dl', null, ...entries.flatMap(([name, value]) => [(0,preact.h)('dt', null, name), (0,preact.h)('dd', null, value)]));
}
/** Numbers with their names, side by side. */
function tiles(className, entries) {
    const tile = ([name, value]) => (0,preact.h)('div', { key: name }, (0,preact.h)('dt', null, name), (0,preact.h)('dd', null, value));
    return (0,preact.h)('dl', { class: className }, entries.map(tile));
}
/** A text to copy, with the button that the page's script enables. */
function snippet(text) {
    const button = (0,preact.h)('button', { type: 'button', class: 'copy', 'data-copy': '' }, 'Copy');
    return (0,preact.h)('div', { class: 'snippet' }, (0,preact.h)('pre', { tabIndex: 0 }, text), button);
}
/** `0 bytes`, `12.3 MiB` */
function byteSize(bytes) {
    const units = ['KiB', 'MiB', 'GiB', 'TiB'];
    if (bytes < 1024)
        return (0,lib_text/* plural */.LS)(bytes, 'byte');
    const step = Math.min(Math.floor(Math.log2(bytes) / 10), units.length);
    return `${(bytes / 1024 ** step).toFixed(1)} ${units[step - 1]}`;
}
/** Milliseconds since the epoch or ISO 8601 as `2026-11-23 14:05 UTC`; any other text stays as it is. */
function utcTime(time) {
    const date = new Date(time);
    if (Number.isNaN(date.getTime()))
        return (0,lib_text/* escapeInvisible */.ts)(String(time));
    return `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
/** An element that is known to be there, so that no fallback is needed. */
function valueAt(values, index) {
    return values[index];
}

;// CONCATENATED MODULE: ./lib/report/html/findings-columns.js
/**
 * The findings as the page carries them: one array per column, repeated texts once, so that 50,000 findings take a few
 * megabytes. `encodeFindings` runs when the report is written, `decodeFindings` in the page.
 */



function encodeFindings(findings) {
    const rules = new Interned();
    const repositories = new Interned();
    const branches = new Interned();
    const paths = new Interned();
    const times = new Interned();
    const matches = new Interned();
    const match = findings.map((f) => matches.index(f.match));
    // The length of the project keeps `A/B` + `c` and `A` + `B/c` apart.
    const repositoryKey = (f) => `${f.project.length} ${f.project}/${f.repository}`;
    return {
        rule: findings.map((f) => rules.index(f.rule)),
        repository: findings.map((f) => repositories.index([f.project, f.repository], repositoryKey(f))),
        branch: findings.map((f) => branches.index(f.branch)),
        path: findings.map((f) => paths.index(f.path)),
        time: findings.map((f) => times.index(f.scannedAt)),
        match: matches.values.length > 1 ? match : [],
        line: findings.map((f) => f.line ?? 0),
        severity: findings.map((f) => finding/* severities */.gO.indexOf(f.severity)).join(''),
        status: findings.map((f) => finding/* findingStatuses */.GU.indexOf(f.status)).join(''),
        fingerprint: findings.map((f) => f.fingerprint).join(' '),
        rules: rules.values,
        repositories: repositories.values,
        branches: branches.values,
        paths: paths.values,
        times: times.values,
        matches: matches.values,
    };
}
/** Distinct values in the order of their first appearance. */
class Interned {
    values = [];
    #indices = new Map();
    index(value, key = value) {
        const known = this.#indices.get(key);
        if (known !== undefined)
            return known;
        this.#indices.set(key, this.values.length);
        return this.values.push(value) - 1;
    }
}
function decodeFindings(encoded) {
    const { rule, repository, branch, path, severity, status, time, times } = encoded;
    const size = rule.length;
    const match = encoded.match.length > 0 ? encoded.match : new Array(size).fill(0);
    const fingerprints = size === 0 ? [] : encoded.fingerprint.split(' ');
    const repositories = encoded.repositories.map((parts) => parts.join('/'));
    return {
        size,
        columns: {
            rule: textColumn(rule, encoded.rules),
            repository: textColumn(repository, repositories),
            branch: textColumn(branch, encoded.branches),
            path: textColumn(path, encoded.paths),
            severity: textColumn(Array.from(severity, Number), finding/* severities */.gO),
            status: textColumn(Array.from(status, Number), finding/* findingStatuses */.GU),
            match: textColumn(match, encoded.matches),
        },
        scannedAt: time.map((place) => times[place] ?? -1),
        lines: encoded.line,
        fingerprints,
        finding: (row) => findingAt(encoded, row, valueAt(fingerprints, row)),
    };
}
function textColumn(index, values) {
    const texts = values.map(lib_text/* escapeInvisible */.ts);
    return { index, texts, lowered: texts.map((text) => text.toLowerCase()) };
}
function findingAt(encoded, row, fingerprint) {
    const pick = (values, column) => valueAt(values, valueAt(column, row));
    const [project, repository] = pick(encoded.repositories, encoded.repository);
    return {
        project,
        repository,
        branch: pick(encoded.branches, encoded.branch),
        path: pick(encoded.paths, encoded.path),
        line: encoded.line[row] || null,
        rule: pick(encoded.rules, encoded.rule),
        scannedAt: pick(encoded.times, encoded.time),
        match: valueAt(encoded.matches, encoded.match[row] ?? 0),
        severity: valueAt(finding/* severities */.gO, Number(encoded.severity[row])),
        status: valueAt(finding/* findingStatuses */.GU, Number(encoded.status[row])),
        fingerprint,
    };
}

// EXTERNAL MODULE: ./lib/report/advice.js
var report_advice = __webpack_require__(36335);
// EXTERNAL MODULE: ./lib/report/bitbucket-links.js
var bitbucket_links = __webpack_require__(26170);
;// CONCATENATED MODULE: ./lib/report/html/findings-view.js
/** The state of the findings section: search, filters, order, page. Pure; runs in the page too. */



/** Columns with few values, by which findings can be filtered. */
const facets = ['severity', 'status', 'rule', 'repository', 'branch'];
const pageSizes = [25, 50, 100, 500];
const firstView = {
    search: '',
    filters: {},
    sort: null,
    page: 0,
    pageSize: 50,
    open: null,
    linked: null,
};
function firstScene({ findings, bitbucketUrl, startedAt }, change) {
    const table = decodeFindings(findings);
    const rows = selectRows(table, firstView);
    return { table, view: firstView, rows, choices: facetChoices(table), bitbucketUrl, startedAt, change };
}
/** Selects rows again only when search, filters or order changed. */
function nextScene(scene, part) {
    const view = { ...scene.view, ...part };
    const same = view.search === scene.view.search && view.filters === scene.view.filters && view.sort === scene.view.sort;
    return { ...scene, view, rows: same ? scene.rows : selectRows(scene.table, view) };
}
/** Rows that match search and filters, in the wanted order. */
function selectRows(table, view) {
    const tests = [...filterTests(table, view), ...searchTests(table, view.search)];
    const all = Array.from({ length: table.size }, (_, row) => row);
    const rows = all.filter((row) => tests.every((test) => test(row)));
    return view.sort === null ? rows : sortRows(table, rows, view.sort);
}
function filterTests(table, view) {
    return facets.flatMap((facet) => {
        const wanted = view.filters[facet];
        const { index } = table.columns[facet];
        return wanted === undefined ? [] : [(row) => index[row] === wanted];
    });
}
/** Every word must be in rule, repository, branch, path, match or (four hex digits and more) fingerprint. */
function searchTests(table, search) {
    const words = search.toLowerCase().split(/\s+/).filter(Boolean);
    return words.map((word) => {
        const { rule, repository, branch, path, match } = table.columns;
        const tests = [rule, repository, branch, path, match].map((column) => includes(column, word));
        if (/^[0-9a-f]{4,}$/.test(word))
            tests.push((row) => table.fingerprints[row]?.includes(word) === true);
        return (row) => tests.some((test) => test(row));
    });
}
/** Searches each distinct text once, however many rows have it. */
function includes({ index, lowered }, word) {
    const found = lowered.map((text) => text.includes(word));
    return (row) => found[valueAt(index, row)] === true;
}
function sortRows(table, rows, sort) {
    const rank = sortRanks(table, sort.key);
    const sign = sort.descending ? -1 : 1;
    return rows.sort((a, b) => sign * (valueAt(rank, a) - valueAt(rank, b)) || a - b);
}
/** A number per row that sorts as the column does: severity and status by rank, texts sorted once. */
function sortRanks(table, key) {
    if (key === 'scanned')
        return table.scannedAt;
    const { index, texts } = table.columns[key];
    if (key === 'severity' || key === 'status')
        return index;
    const order = [...texts.keys()].sort((a, b) => (0,lib_text/* byCodeUnits */.CA)(valueAt(texts, a), valueAt(texts, b)));
    const ranks = new Uint32Array(order.length);
    for (const [rank, place] of order.entries())
        ranks[place] = rank;
    if (key !== 'path')
        return index.map((place) => valueAt(ranks, place));
    // Findings of one file are sorted by line.
    const lastLine = 2 ** 24 - 1;
    return index.map((place, row) => valueAt(ranks, place) * 2 ** 24 + Math.min(valueAt(table.lines, row), lastLine));
}
/** At least one. */
function pageCount(rows, pageSize) {
    return Math.max(1, Math.ceil(rows / pageSize));
}
function pageRows(rows, view) {
    return rows.slice(view.page * view.pageSize, (view.page + 1) * view.pageSize);
}
/** The view turned to the page with `row`; search and filters are dropped when they exclude it. */
function viewShowing(table, view, row) {
    const place = selectRows(table, view).indexOf(row);
    const linked = { ...view, open: row, linked: row };
    if (place >= 0)
        return { ...linked, page: Math.floor(place / view.pageSize) };
    return viewShowing(table, { ...linked, search: '', filters: {} }, row);
}
/** The entries of every filter: by rank for severity and status, else by name. */
function facetChoices({ columns }) {
    return {
        severity: choicesOf(columns.severity),
        status: choicesOf(columns.status),
        rule: choicesOf(columns.rule).sort(byName),
        repository: choicesOf(columns.repository).sort(byName),
        branch: choicesOf(columns.branch).sort(byName),
    };
}
function choicesOf({ index, texts }) {
    const counts = new Uint32Array(texts.length);
    for (const place of index)
        counts[place] = valueAt(counts, place) + 1;
    const choices = texts.map((text, place) => ({ place, text, count: valueAt(counts, place) }));
    return choices.filter((choice) => choice.count > 0);
}
function byName(a, b) {
    return (0,lib_text/* byCodeUnits */.CA)(a.text.toLowerCase(), b.text.toLowerCase());
}

;// CONCATENATED MODULE: ./lib/report/html/findings-controls.js
/** Search, filters and pager of the findings, drawn anew on every change; the state is in `View` alone. */




/** Every change of the selection goes back to the first page and closes the details. */
const fromTheTop = { page: 0, open: null };
function findingsControls(scene) {
    const { view, change, rows, table } = scene;
    const narrowed = view.search !== '' || Object.keys(view.filters).length > 0;
    const clear = () => change({ ...fromTheTop, search: '', filters: {} });
    const search = {
        type: 'search',
        value: view.search,
        placeholder: 'Rule, repository, branch, path or fingerprint',
        autocomplete: 'off',
        spellcheck: false,
        onInput: (event) => change({ ...fromTheTop, search: event.currentTarget.value }),
    };
    return (0,preact.h)('div', { class: 'controls', role: 'search', 'aria-label': 'Findings' }, (0,preact.h)('label', { class: 'search' }, (0,preact.h)('span', null, 'Search'), (0,preact.h)('input', search)), ...facets.map((facet) => filter(scene, facet)), (0,preact.h)('button', { type: 'button', disabled: !narrowed, onClick: clear }, 'Clear'), (0,preact.h)('p', { role: 'status' }, `${(0,lib_text/* count */.U9)(rows.length)} of ${(0,lib_text/* plural */.LS)(table.size, 'finding')}`));
}
function filter({ choices, view, change }, facet) {
    const choose = (value) => {
        const { [facet]: _, ...others } = view.filters;
        const filters = value === '' ? others : { ...others, [facet]: Number(value) };
        change({ ...fromTheTop, filters });
    };
    const all = (0,preact.h)('option', { value: '' }, 'All');
    const options = [all, choices[facet].map(findings_controls_option)];
    return (0,preact.h)('label', { key: facet }, (0,preact.h)('span', null, facet), findings_controls_select(String(view.filters[facet] ?? ''), choose, options));
}
function findings_controls_option({ place, text, count: findings }) {
    const name = text === '' ? '(none)' : (0,report_escape/* shorten */.ml)(text, 60);
    return (0,preact.h)('option', { key: place, value: String(place) }, `${name} (${(0,lib_text/* count */.U9)(findings)})`);
}
function findings_controls_select(value, choose, options) {
    const onChange = (event) => choose(event.currentTarget.value);
    return (0,preact.h)('select', { value, onChange }, options);
}
function findingsPager({ view, rows, change }) {
    const pages = pageCount(rows.length, view.pageSize);
    const first = view.page * view.pageSize;
    const last = Math.min(first + view.pageSize, rows.length);
    const range = rows.length === 0 ? 'None' : `${(0,lib_text/* count */.U9)(first + 1)}–${(0,lib_text/* count */.U9)(last)} of ${(0,lib_text/* count */.U9)(rows.length)}`;
    const turn = (title, page, possible) => (0,preact.h)('button', { type: 'button', disabled: !possible, onClick: () => change({ page, open: null }) }, title);
    const sizes = pageSizes.map((size) => (0,preact.h)('option', { key: size, value: String(size) }, size));
    const resize = (value) => change({ ...fromTheTop, pageSize: Number(value) });
    return (0,preact.h)('nav', { class: 'pager', 'aria-label': 'Pages of findings' }, turn('First', 0, view.page > 0), turn('Previous', view.page - 1, view.page > 0), (0,preact.h)('span', { class: 'soft' }, range), turn('Next', view.page + 1, view.page < pages - 1), turn('Last', pages - 1, view.page < pages - 1), (0,preact.h)('label', null, (0,preact.h)('span', { class: 'soft' }, 'Rows'), findings_controls_select(String(view.pageSize), resize, sizes)));
}

;// CONCATENATED MODULE: ./lib/report/html/findings-table.js
/** The findings section: note, table, details. Its table works without the script, as a first page; runs in the page too. */








function findingsSection(report, payload) {
    if (report.shortlist.length === 0)
        return section('findings', 'Findings', (0,preact.h)('p', { class: 'empty' }, emptyText(report)));
    return section('findings', 'Findings', revealedNote(report), cutNote(report), 
    // The script writes here when a link names a finding that the page does not hold.
    (0,preact.h)('p', { id: 'link-note', role: 'alert', 'data-advice': (0,report_advice/* adviceForMissing */._u)(report) }), (0,preact.h)('div', { id: 'findings-table' }, findingsScene(firstScene(payload, () => { }))));
}
/** Warns when `reveal-secrets` let matched text into the page. */
function revealedNote({ shortlist }) {
    if (shortlist.every(({ match }) => match === '' || match === finding/* REDACTED */.XF))
        return null;
    const warning = 'This page shows matched text in clear (reveal-secrets): keep it where the secrets themselves may be kept.';
    return (0,preact.h)('p', { class: 'cut' }, warning);
}
function cutNote(report) {
    const { shortlist, shortlistCut, counts } = report;
    if (!shortlistCut)
        return null;
    const all = (0,lib_text/* count */.U9)(counts.total + counts.suppressed);
    const text = `This page holds the ${(0,lib_text/* count */.U9)(shortlist.length)} worst of ${all} findings. The rest is ${(0,report_advice/* whereOmitted */["if"])(report)}.`;
    return (0,preact.h)('p', { class: 'cut' }, text);
}
/** "None" is a claim: only with an export that was read, and without an error. */
function emptyText({ verdict, evidence }) {
    if (verdict.error !== null || evidence.exports.length === 0)
        return 'None were read. That does not mean there are none.';
    return 'None. Every row of the export was read to its end.';
}
/** Controls, table and pager: drawn in Node for the first page, and by the script after each change. */
function findingsScene(scene) {
    const shown = pageRows(scene.rows, scene.view);
    return [findingsControls(scene), findingsTable(scene, shown), findingsPager(scene)];
}
const heads = [
    ['severity', 'Severity'],
    ['rule', 'Rule'],
    ['path', 'File and line'],
    ['repository', 'Repository'],
    ['branch', 'Branch'],
    ['status', 'Status'],
    ['scanned', 'Scanned'],
];
function findingsTable(scene, shown) {
    const caption = `Findings, ${(0,lib_text/* count */.U9)(shown.length)} of ${(0,lib_text/* count */.U9)(scene.rows.length)} shown`;
    const sorting = heads.map(([key, title]) => sortingHead(scene, key, title));
    const lastHead = columnHead((0,preact.h)('span', { class: 'unseen' }, 'Details'));
    const rows = shown.map((row) => findingRows(scene, row, scene.table.finding(row)));
    return scrollable('Table of findings', table(caption, [...sorting, lastHead], rows, { table: 'findings' }));
}
/** Sorts in ascending, then descending, then the report's order. */
function sortingHead({ view, change }, key, title) {
    const sorted = view.sort?.key === key ? view.sort : null;
    const direction = sorted === null ? 'none' : sorted.descending ? 'descending' : 'ascending';
    const next = sorted?.descending ? null : { key, descending: sorted !== null };
    const onClick = () => change({ sort: next, page: 0, open: null });
    return (0,preact.h)('th', { scope: 'col', 'aria-sort': direction }, (0,preact.h)('button', { type: 'button', onClick }, title));
}
function findingRows(scene, row, finding) {
    const { severity, status, scannedAt } = finding;
    const open = scene.view.open === row;
    const current = scene.view.linked === row ? 'true' : undefined;
    return (0,preact.h)(preact/* Fragment */.FK, { key: row }, (0,preact.h)('tr', { class: open ? 'open' : undefined, 'data-row': row, 'aria-current': current }, (0,preact.h)('td', null, (0,preact.h)('span', { class: `severity ${severity}` }, severity)), (0,preact.h)('td', null, (0,preact.h)('code', null, (0,report_escape/* shorten */.ml)((0,lib_text/* escapeInvisible */.ts)(finding.rule), 40))), (0,preact.h)('td', { class: 'place' }, findings_table_location(finding, scene.bitbucketUrl)), (0,preact.h)('td', { class: 'name' }, shortName(`${finding.project}/${finding.repository}`)), (0,preact.h)('td', { class: 'name' }, finding.branch === '' ? '—' : shortName(finding.branch)), (0,preact.h)('td', null, (0,preact.h)('span', { class: `status ${status}` }, status)), (0,preact.h)('td', { class: 'time' }, scannedAt === null ? '—' : utcTime(scannedAt).slice(0, 10)), (0,preact.h)('td', { class: 'more' }, toggle(scene, row, finding, open))), open &&
        (0,preact.h)('tr', { class: 'detail' }, (0,preact.h)('td', { colSpan: heads.length + 1 }, findingDetail(finding, scene.startedAt))));
}
/** The path and line, linked to Bitbucket where possible. */
function findings_table_location(finding, bitbucketUrl) {
    const path = (0,lib_text/* escapeInvisible */.ts)(finding.path);
    const line = finding.line === null ? '' : `:${finding.line}`;
    const text = (0,preact.h)('code', null, breakable((0,report_escape/* shorten */.ml)(path, 64)), (0,preact.h)('b', null, line));
    const href = (0,bitbucket_links/* lineLink */.l)(bitbucketUrl, finding);
    if (href === null)
        return (0,preact.h)('span', { title: path }, text);
    return (0,preact.h)('a', { href, title: path, target: '_blank', rel: 'noopener noreferrer' }, text);
}
function shortName(text) {
    const name = (0,lib_text/* escapeInvisible */.ts)(text);
    return (0,preact.h)('span', { title: name }, breakable((0,report_escape/* shorten */.ml)(name, 48)));
}
/** A long path may break after a slash. */
function breakable(path) {
    return path.split(/(?<=\/)/).map((part, index) => (index === 0 ? part : [(0,preact.h)('wbr', null), part]));
}
function toggle({ change }, row, finding, open) {
    const name = `${(0,lib_text/* escapeInvisible */.ts)(finding.rule)} in ${(0,lib_text/* escapeInvisible */.ts)(finding.path)}`;
    const attributes = {
        type: 'button',
        'aria-expanded': open ? 'true' : 'false',
        'aria-label': `Details of ${(0,report_escape/* shorten */.ml)(name, 120)}`,
        onClick: () => change({ open: open ? null : row }),
    };
    return (0,preact.h)('button', attributes, open ? '–' : '+');
}
function findingDetail(finding, startedAt) {
    const { what, rotate } = (0,report_advice/* ruleAdvice */.Bx)(finding.rule);
    return (0,preact.h)('div', { class: 'advice' }, (0,preact.h)('div', null, (0,preact.h)('h3', null, (0,lib_text/* escapeInvisible */.ts)(finding.rule)), (0,preact.h)('p', null, what), (0,preact.h)('p', null, rotate), facts(finding)), (0,preact.h)('div', null, (0,preact.h)('h3', null, 'To accept it, paste into the policy file'), snippet((0,report_advice/* suppressionSnippet */.$B)(finding, startedAt))));
}
function facts({ path, match, scannedAt, fingerprint }) {
    const entries = [
        ['File', (0,lib_text/* escapeInvisible */.ts)(path)],
        ['Matched text', match === '' ? null : (0,preact.h)('code', null, (0,lib_text/* escapeInvisible */.ts)(match))],
        ['Scanned', scannedAt === null ? null : utcTime(scannedAt)],
        ['Fingerprint', (0,preact.h)('a', { href: `#${fingerprint}` }, (0,preact.h)('code', null, fingerprint))],
    ];
    return definitions(entries.filter(([, value]) => value !== null));
}

;// CONCATENATED MODULE: ./lib/report/html/header.js
/** The top of the page: verdict, its reason, the decisive numbers, the scope, and an error in full. */



const verdictTitles = {
    pass: 'Passed',
    warn: 'Warning',
    fail: 'Failed',
    error: 'Error',
};
/** `PROJ/repo`, or the number of targets. */
function scopeName(report) {
    const [first] = report.targets;
    if (first === undefined)
        return report.operation;
    return report.targets.length === 1 ? (0,lib_text/* escapeInvisible */.ts)(first) : `${(0,lib_text/* count */.U9)(report.targets.length)} targets`;
}
function pageHeader(report) {
    const { word, exitCode } = report.verdict;
    return (0,preact.h)('header', { class: `verdict ${word}` }, (0,preact.h)('div', { class: 'bar' }, (0,preact.h)('p', { class: 'brand' }, (0,preact.h)('b', null, 'soteri-gate'), ` ${report.operation}`), (0,preact.h)('p', { class: 'scope', title: (0,lib_text/* escapeInvisible */.ts)(report.targets.join(', ')) }, (0,report_escape/* shorten */.ml)(scopeName(report), 60)), (0,preact.h)('button', { type: 'button', id: 'theme', hidden: true }, 'Dark')), (0,preact.h)('div', { class: 'banner' }, verdictIcon(word), (0,preact.h)('div', null, (0,preact.h)('h1', null, verdictTitles[word]), (0,preact.h)('p', { class: 'why' }, whySentence(report)), (0,preact.h)('p', { class: 'facts' }, [...runFacts(report), `exit code ${exitCode}`].join(' · ')))), keyNumbers(report));
}
/** The sentence of the verdict without its word, which is the headline; of an error, the first line. */
function whySentence({ verdict }) {
    if (verdict.error !== null)
        return (0,lib_text/* escapeInvisible */.ts)(verdict.error.message.split('\n', 1)[0] ?? '');
    const why = verdict.sentence.replace(/^\w+: /, '');
    return `${(0,lib_text/* escapeInvisible */.ts)(why.charAt(0).toUpperCase() + why.slice(1))}${why.endsWith('.') ? '' : '.'}`;
}
function runFacts(report) {
    const { from, to } = report.period;
    return [
        utcTime(report.evidence.finishedAt),
        `mode ${report.mode}`,
        ...(from === null ? [] : [`scanned from ${utcTime(from)}`]),
        ...(to === null ? [] : [`scanned before ${utcTime(to)}`]),
    ];
}
/** Without an export, or after an error, a 0 would claim more than is known: then there are no numbers. */
function keyNumbers({ counts, verdict, evidence }) {
    const proven = verdict.error === null && evidence.exports.length > 0;
    if (!proven && counts.total + counts.suppressed === 0)
        return null;
    return tiles('numbers', [
        ['findings', (0,lib_text/* count */.U9)(counts.total)],
        ['distinct', (0,lib_text/* count */.U9)(counts.distinct)],
        ['new', (0,lib_text/* count */.U9)(counts.new)],
        ['suppressed', (0,lib_text/* count */.U9)(counts.suppressed)],
    ]);
}
function errorPanel({ code, message, hint }, meaning) {
    const lines = message.split('\n');
    const item = (line) => (0,preact.h)('li', null, prose(line));
    return (0,preact.h)('section', { class: 'error-panel', 'aria-labelledby': 'error-title' }, (0,preact.h)('h2', { id: 'error-title' }, 'What went wrong ', (0,preact.h)('code', null, code)), definitions([
        ['What happened', lines.length === 1 ? prose(message) : (0,preact.h)('ul', null, lines.map(item))],
        ['What it means', prose(meaning)],
        ['What to do', prose(hint)],
    ]), (0,preact.h)('p', null, 'This run neither passed nor failed. Everything below may be incomplete.'));
}
/** Messages of the gate put names in backticks. */
function prose(text) {
    const parts = (0,lib_text/* escapeInvisible */.ts)(text).split(/`([^`]+)`/);
    return parts.map((part, index) => (index % 2 === 1 ? (0,preact.h)('code', null, part) : part));
}
/** Each verdict has its own outline, so that colour is never the only difference. */
const icons = {
    pass: ['M12 1.5a10.5 10.5 0 1 0 0 21 10.5 10.5 0 0 0 0-21Z', 'm7 12.4 3.4 3.4 6.8-7.4'],
    warn: ['M12 1.8 23 21.5H1Z', 'M12 9v6m0 2.6v.6'],
    fail: ['M7.6 1.5h8.8l6.1 6.1v8.8l-6.1 6.1H7.6l-6.1-6.1V7.6Z', 'm8.2 8.2 7.6 7.6m0-7.6-7.6 7.6'],
    error: ['M12 .8 23.2 12 12 23.2.8 12Z', 'M12 6.4v7m0 3.4v.6'],
};
function verdictIcon(word) {
    const [outline, mark] = icons[word];
    const hidden = { 'aria-hidden': 'true', focusable: 'false' };
    const round = { 'stroke-linecap': 'round', 'stroke-linejoin': 'round' };
    return (0,preact.h)('svg', { class: `icon ${word}`, viewBox: '0 0 24 24', width: 24, height: 24, ...hidden }, (0,preact.h)('path', { class: 'outline', d: outline, fill: 'currentColor' }), (0,preact.h)('path', { class: 'mark', d: mark, fill: 'none', stroke: '#fff', 'stroke-width': 2.4, ...round }));
}

// EXTERNAL MODULE: ./lib/report/history.js
var report_history = __webpack_require__(1195);
// EXTERNAL MODULE: ../../main/node_modules/d3-scale/dist/d3-scale.mjs + 4 modules
var d3_scale = __webpack_require__(29668);
// EXTERNAL MODULE: ../../main/node_modules/d3-shape/dist/d3-shape.mjs + 1 modules
var d3_shape = __webpack_require__(77261);
;// CONCATENATED MODULE: ./lib/report/html/charts.js
/** Bars, columns and ring: the only import of d3. Widths are percentages, so a chart fits any page. */





// Fills are attributes, too, for viewers that drop a page's style.
const colours = { ink: '#16202c', soft: '#566273', axis: '#c4ccd6', track: '#e3e8ee', bar: '#2a6fdb' };
/** A chart with title and note, and its numbers as a table for readers who cannot see it. */
function picture(id, title, note, figures, svg) {
    return (0,preact.h)('figure', { class: 'picture', id: `picture-${id}` }, (0,preact.h)('figcaption', null, (0,preact.h)('h3', null, title), note !== null && (0,preact.h)('p', { class: 'soft' }, note)), (0,preact.h)('div', { class: 'drawing' }, svg), (0,preact.h)('details', null, (0,preact.h)('summary', null, 'Numbers', (0,preact.h)('span', { class: 'unseen' }, ` of ${title}`)), numbersTable(title, figures, false)));
}
/** A ring whose numbers are its legend. */
function ringPicture(id, title, figures) {
    return (0,preact.h)('figure', { class: 'picture with-legend', id: `picture-${id}` }, (0,preact.h)('figcaption', null, (0,preact.h)('h3', null, title)), (0,preact.h)('div', { class: 'drawing' }, ringChart(title, figures), numbersTable(title, figures, true)));
}
function numbersTable(title, figures, legend) {
    const row = ({ label, value, link }) => {
        const name = link === null ? (0,lib_text/* escapeInvisible */.ts)(label) : (0,preact.h)('a', { href: link }, (0,lib_text/* escapeInvisible */.ts)(label));
        const swatch = legend && (0,preact.h)('i', { class: `swatch ${label}` });
        return (0,preact.h)('tr', { key: label }, (0,preact.h)('th', { scope: 'row' }, swatch, name), (0,preact.h)('td', null, (0,lib_text/* count */.U9)(value)));
    };
    const heads = ['What', 'Findings'].map(columnHead);
    return table(title, heads, figures.map(row), {
        table: 'numbers-table',
        head: legend ? 'unseen' : undefined,
    });
}
/** Horizontal bars, each below its label and value. */
function barChart(title, figures) {
    const pitch = 34;
    // The sum of all others has no bar: it would dwarf the ranked ones.
    const longest = Math.max(...figures.map(({ link, value }) => (link === null ? 0 : value)));
    const percent = linearScale(longest, 100);
    const bar = ({ label, value, link }, index) => {
        const top = index * pitch;
        const text = (0,lib_text/* escapeInvisible */.ts)(label);
        return (0,preact.h)('g', { key: top, class: link === null ? 'rest' : undefined, 'data-link': link }, (0,preact.h)('title', null, `${text}: ${(0,lib_text/* count */.U9)(value)}`), rect('hit', [undefined, top, '100%', pitch], 'none'), 
        // An inner svg clips, so that a label never overlaps its value, whatever its script.
        (0,preact.h)('svg', { y: top, width: '78%', height: 18 }, chartText(undefined, [undefined, 13], (0,report_escape/* shorten */.ml)(text, 40))), chartText('value', ['100%', top + 13], (0,lib_text/* count */.U9)(value), 'end'), link !== null && rect('track', [undefined, top + 19, '100%', 7], colours.track, 3.5), link !== null && rect('fill', [undefined, top + 19, `${percent(value)}%`, 7], colours.bar, 3.5));
    };
    return chart('', spoken(title, figures), { width: '100%', height: figures.length * pitch }, figures.map(bar));
}
/** Vertical columns, for values whose order has a meaning (ages). */
function columnChart(title, figures) {
    const [height, top] = [170, 18];
    const bottom = height - 24;
    const scale = linearScale(Math.max(...figures.map((figure) => figure.value)), bottom - top);
    const across = bands(figures.length, 100, 0.22);
    const column = ({ label, value }, index) => {
        const { start, width, middle } = across(index);
        const size = Math.round(scale(value));
        const place = [`${start}%`, bottom - size, `${width}%`, size];
        return (0,preact.h)('g', { key: label }, (0,preact.h)('title', null, `${label}: ${(0,lib_text/* count */.U9)(value)}`), rect('fill', place, colours.bar, 2), chartText('value', [`${middle}%`, bottom - size - 6], (0,lib_text/* count */.U9)(value), 'middle'), chartText('tick', [`${middle}%`, height - 7], label, 'middle'));
    };
    const content = [axis(bottom), figures.map(column)];
    return chart('', spoken(title, figures), { width: '100%', height }, content);
}
function ringChart(title, figures) {
    const radius = 78;
    const fills = ['#8f1d3f', '#c2501b', '#d9a21b', '#7c94ab'];
    const values = figures.map((figure) => figure.value);
    const paths = ringSlices(values, 52, radius);
    const total = values.reduce((sum, value) => sum + value, 0);
    const slice = ({ label, value, link }, index) => {
        const path = paths[index];
        if (!path)
            return null;
        const attributes = { key: label, class: `slice ${label}`, d: path, fill: fills[index], 'data-link': link };
        return (0,preact.h)('path', attributes, (0,preact.h)('title', null, `${label}: ${(0,lib_text/* count */.U9)(value)}`));
    };
    const viewBox = `${-radius} ${-radius} ${2 * radius} ${2 * radius}`;
    return chart(' ring', spoken(title, figures), { viewBox, width: 2 * radius, height: 2 * radius }, [
        figures.map(slice),
        chartText('total', [undefined, 2], (0,lib_text/* count */.U9)(total), 'middle'),
        chartText('tick', [undefined, 20], total === 1 ? 'finding' : 'findings', 'middle'),
    ]);
}
/** The label of a chart for screen readers. */
function spoken(title, figures) {
    const linked = figures.filter((figure) => figure.link !== null);
    const [most] = (linked.length > 0 ? linked : [...figures]).sort((a, b) => b.value - a.value);
    const top = most === undefined ? '' : ` Most: ${(0,lib_text/* escapeInvisible */.ts)(most.label)} with ${(0,lib_text/* count */.U9)(most.value)}.`;
    return `${title}.${top} The numbers follow as a table.`;
}
function chart(className, label, size, content) {
    return (0,preact.h)('svg', { class: `chart${className}`, role: 'img', 'aria-label': label, ...size }, content);
}
function chartText(className, [x, y], content, anchor) {
    const fill = className === 'tick' ? colours.soft : colours.ink;
    return (0,preact.h)('text', { class: className, x, y, 'text-anchor': anchor, fill }, content);
}
function rect(className, [x, y, width, height], fill, rx) {
    return (0,preact.h)('rect', { class: className, x, y, width, height, rx, fill });
}
function axis(y) {
    return (0,preact.h)('line', { class: 'axis', x1: 0, x2: '100%', y1: y, y2: y, stroke: colours.axis });
}
/** From 0..`most` to 0..`length`, rounded to a hundredth so that the file stays small. */
function linearScale(most, length) {
    const scale = (0,d3_scale/* scaleLinear */.m4)([0, Math.max(most, 1)], [0, length]);
    return (value) => rounded(scale(value));
}
/** `total` equal bands side by side over `length`, with gaps of `gap` (share of a band, 0..1) between them. */
function bands(total, length, gap) {
    const scale = (0,d3_scale/* scaleBand */.WH)([...Array(total).keys()], [0, length]).padding(gap);
    const width = scale.bandwidth();
    return (index) => {
        const start = scale(index) ?? 0;
        return { start: rounded(start), width: rounded(width), middle: rounded(start + width / 2) };
    };
}
/** SVG path of each value's slice of a ring around (0, 0); '' for a value of 0. */
function ringSlices(values, inner, outer) {
    const slice = (0,d3_shape/* arc */.JL)()
        .innerRadius(inner)
        .outerRadius(outer)
        .cornerRadius(2)
        .digits(2);
    const gap = values.filter((value) => value > 0).length > 1 ? 0.02 : 0;
    const ring = (0,d3_shape/* pie */.rL)().sort(null).padAngle(gap)([...values]);
    return ring.map((angles) => (angles.value === 0 ? '' : (slice(angles) ?? '')));
}
function rounded(value) {
    return Math.round(value * 100) / 100;
}

;// CONCATENATED MODULE: ./lib/report/html/trend-chart.js
/** The last runs, oldest first: new findings on top of known ones, each run's verdict as a sign below. */



/** Differ without colour; the note of the picture explains them. */
const signs = { pass: '✓', warn: '▲', fail: '✕', error: '◆' };
/** Room for at least this many runs, the last at the right, so that two runs do not become two walls. */
const fewestSlots = 12;
/** Takes two runs or more. */
function trendChart(runs) {
    const [height, plotTop] = [190, 16];
    const bottom = height - 34;
    const most = Math.max(...runs.map(barTotal), 1);
    const scale = linearScale(most, bottom - plotTop);
    const slots = Math.max(runs.length, fewestSlots);
    const across = bands(slots, 100, 0.2);
    const bar = (run, index) => {
        const { start, width, middle } = across(slots - runs.length + index);
        const total = barTotal(run);
        const known = Math.min(total, run.total - run.new);
        const part = (className, from, to, fill) => {
            const [low, high] = [scale(from), scale(to)];
            return rect(className, [`${start}%`, bottom - high, `${width}%`, Math.max(high - low, 0)], fill);
        };
        const title = `${utcTime(run.at)}: ${run.verdict}, ${(0,lib_text/* plural */.LS)(run.total, 'finding')}, ${(0,lib_text/* count */.U9)(run.new)} new`;
        return (0,preact.h)('g', { key: index }, (0,preact.h)('title', null, title), part('fill known', 0, known, '#9db8e2'), part('fill new', known, total, '#1f57b0'), chartText(`sign ${run.verdict}`, [`${middle}%`, bottom + 14], signs[run.verdict], 'middle'));
    };
    const [first, last] = [valueAt(runs, 0), valueAt(runs, runs.length - 1)];
    const day = ({ at }) => utcTime(at).slice(0, 10);
    return chart(' trend', spokenTrend(runs.length, first, last), { width: '100%', height }, [
        chartText('tick', [undefined, 11], (0,lib_text/* plural */.LS)(most, 'finding')),
        axis(bottom),
        runs.map(bar),
        chartText('tick', [`${across(slots - runs.length).start}%`, height - 4], day(first)),
        chartText('tick', ['100%', height - 4], day(last), 'end'),
    ]);
}
/** A run that ended in an error counted nothing reliable and has no bar. */
function barTotal({ verdict, total }) {
    return verdict === 'error' ? 0 : total;
}
function spokenTrend(runs, first, last) {
    const [from, to] = [first, last].map(({ total }) => (0,lib_text/* plural */.LS)(total, 'finding'));
    return `The last ${(0,lib_text/* plural */.LS)(runs, 'run')}: from ${from} to ${to}. The numbers follow as a table.`;
}

;// CONCATENATED MODULE: ./lib/report/html/pictures.js
/** The charts of the page: severity mix, ages, rankings, trend, and which numbers they show. */






/** `history`: oldest run first, this run last; shown when there are at least two. */
function picturesSection(report, history) {
    const drawn = [...findingPictures(report), trendPicture(history)].filter((one) => one !== null);
    if (drawn.length === 0)
        return null;
    return section('pictures', 'In pictures', (0,preact.h)('div', { class: 'pictures' }, drawn));
}
function findingPictures(report) {
    const { counts } = report;
    if (counts.total === 0)
        return [];
    return [
        ringPicture('severity', 'Severity mix', severityMix(counts.bySeverity)),
        agePicture(report),
        rankingPicture('rules', 'By rule', ranking('rule', counts.byRule)),
        rankingPicture('repositories', 'By repository', ranking('repository', counts.byRepository)),
        rankingPicture('branches', 'By branch', ranking('branch', counts.byBranch)),
    ];
}
function rankingPicture(id, title, figures) {
    return picture(id, title, null, figures, barChart(title, figures));
}
function agePicture(report) {
    const figures = ageMix(report);
    if (figures.length === 0)
        return null;
    const note = report.shortlistCut ? `Of the ${(0,lib_text/* count */.U9)(report.shortlist.length)} worst findings. ` : '';
    const title = 'By age';
    const svg = columnChart(title, figures);
    return picture('age', title, `${note}Time since the finding was scanned.`, figures, svg);
}
function trendPicture(history) {
    const runs = history.slice(-report_history/* TREND_RUNS */.J5);
    if (runs.length < 2)
        return null;
    const title = `Last ${(0,lib_text/* count */.U9)(runs.length)} runs`;
    const legend = 'Strong colour: new findings. Below each run its verdict: ✓ pass, ▲ warn, ✕ fail, ◆ error.';
    const figures = runs.map(({ at, verdict, total }) => {
        return { label: `${utcTime(at)}, ${verdict}`, value: total, link: null };
    });
    return picture('trend', title, `${changeSentence(runs)}${legend}`, figures, trendChart(runs));
}
function changeSentence(runs) {
    const change = (0,report_history/* changeOf */.C2)(runs);
    if (change === null)
        return '';
    const { appeared, fixed, remaining } = change;
    return `Since the last judged run: ${(0,lib_text/* count */.U9)(appeared)} new, ${(0,lib_text/* count */.U9)(fixed)} fixed, ${(0,lib_text/* count */.U9)(remaining)} remaining. `;
}
/** Rows of a ranking; one more row sums up the others. */
const rankingLimit = 8;
/** The largest entries of a count, linked to the filter of `facet`. */
function ranking(facet, counts) {
    const sorted = (0,lib_text/* heaviestFirst */.O7)(counts);
    const shown = sorted.length > rankingLimit + 1 ? sorted.slice(0, rankingLimit) : sorted;
    const figures = shown.map(([name, value]) => {
        const link = `#${facet}=${encodeURIComponent((0,lib_text/* escapeInvisible */.ts)(name))}`;
        return { label: name === '' ? '(no name)' : name, value, link };
    });
    const others = sorted.slice(shown.length);
    if (others.length === 0)
        return figures;
    const rest = others.reduce((sum, [, value]) => sum + value, 0);
    return [...figures, { label: (0,lib_text/* plural */.LS)(others.length, 'other'), value: rest, link: null }];
}
/** A figure for each severity, the worst first. */
function severityMix(counts) {
    return finding/* severities */.gO.map((severity) => {
        const value = counts[severity];
        return { label: severity, value, link: value === 0 ? null : `#severity=${severity}` };
    });
}
const day = 86_400_000;
const ages = [
    ['< 1 d', day],
    ['1–7 d', 7 * day],
    ['7–30 d', 30 * day],
    ['1–3 mo', 91 * day],
    ['3–12 mo', 365 * day],
    ['> 1 y', Number.POSITIVE_INFINITY],
];
/** Unsuppressed findings by the time from their scan to the end of the run; empty when no finding has a time. */
function ageMix({ shortlist, evidence }) {
    const now = Date.parse(evidence.finishedAt);
    const times = shortlist.filter(({ status }) => status !== 'suppressed').map(({ scannedAt }) => scannedAt);
    const known = times.filter((time) => time !== null);
    if (known.length === 0)
        return [];
    const classes = known.map((time) => ages.findIndex(([, below]) => now - time < below));
    const figures = ages.map(([label], index) => {
        return { label, value: classes.filter((one) => one === index).length, link: null };
    });
    const unknown = times.length - known.length;
    return unknown === 0 ? figures : [...figures, { label: 'unknown', value: unknown, link: null }];
}

;// CONCATENATED MODULE: ./lib/report/html/sections.js
/** The sections of evidence, thresholds and rules. */




/** Rows of a table; all of them are in `report.json`. */
const rowLimit = 200;
/** Rules, those with most findings first. */
const ruleLimit = 100;
function evidenceSection(report) {
    const { policyFiles, targets, exports, notes } = report.evidence;
    const note = (text) => (0,preact.h)('li', null, (0,lib_text/* escapeInvisible */.ts)(text));
    const fold = (title, size, content) => size > 0 && (0,preact.h)('details', { open: size <= 3 }, (0,preact.h)('summary', null, title), content);
    return section('evidence', 'Evidence', tiles('tiles', [proofTile(targets), triggerTile(report), exportTile(exports), rowTile(exports)]), notes.length > 0 && (0,preact.h)('ul', { class: 'notes' }, notes.map(note)), fold('Policy files', policyFiles.length, policyTable(policyFiles)), fold('Targets and their proof', targets.length, targetTable(targets)), fold('Exports that were read', exports.length, exportTable(exports)));
}
function tile(name, value, note) {
    return [name, [(0,preact.h)('b', null, value), note]];
}
function proofTile(targets) {
    if (targets.length === 0)
        return tile('Proven scanned', 'None', 'no scan was waited for');
    const proven = targets.filter((target) => target.provenBy !== null).length;
    const value = `${(0,lib_text/* count */.U9)(proven)} of ${(0,lib_text/* count */.U9)(targets.length)}`;
    return tile('Proven scanned', value, targets.length === 1 ? 'target' : 'targets');
}
function triggerTile({ operation, evidence: { targets, exports } }) {
    const times = targets.flatMap((target) => target.triggeredAt ?? []).sort();
    const [first] = times;
    if (first === undefined) {
        const judged = operation === 'evaluate' ? 'local exports were judged' : 'the server’s last scans were used';
        return tile('Triggered', 'No', exports.length === 0 ? 'nothing was read either' : judged);
    }
    const note = times.length > 1 ? `the first of ${(0,lib_text/* count */.U9)(times.length)}` : 'by this run';
    return tile('Triggered', utcTime(first), note);
}
function exportTile(exports) {
    if (exports.length === 0)
        return tile('Read to the end', 'None', 'no export was read');
    const bytes = sum(exports.map((one) => one.bytes));
    return tile('Read to the end', (0,lib_text/* plural */.LS)(exports.length, 'export'), byteSize(bytes));
}
function rowTile(exports) {
    if (exports.length === 0)
        return tile('Rows', 'None', 'nothing was read');
    const refused = sum(exports.map((one) => one.refused));
    const rows = (0,lib_text/* count */.U9)(sum(exports.map((one) => one.rows)));
    return tile('Rows', rows, refused === 0 ? 'none unreadable' : `${(0,lib_text/* count */.U9)(refused)} unreadable`);
}
function sum(values) {
    return values.reduce((total, value) => total + value, 0);
}
function policyTable(files) {
    const row = ({ path, sha256 }) => [
        (0,lib_text/* escapeInvisible */.ts)(path),
        (0,preact.h)('code', { class: 'hash' }, sha256),
    ];
    return longTable('Policy files', ['File', 'SHA-256'], files, row);
}
function targetTable(targets) {
    const row = ({ target, triggeredAt, states, provenBy, total }) => [
        (0,lib_text/* escapeInvisible */.ts)(target),
        (0,preact.h)('span', { class: 'time' }, triggeredAt === null ? 'not by this run' : utcTime(triggeredAt)),
        states.map((seen) => (0,lib_text/* escapeInvisible */.ts)(seen.state)).join(' → ') || '—',
        provenBy === null ? (0,preact.h)('strong', { class: 'unproven' }, 'Not proven') : (0,lib_text/* escapeInvisible */.ts)(provenBy),
        total === null ? '—' : (0,lib_text/* count */.U9)(total),
    ];
    const heads = ['Target', 'Triggered', 'States seen', 'Proven by', 'Server’s total'];
    return longTable('Targets', heads, targets, row);
}
function exportTable(exports) {
    const row = ({ source, format, bytes, sha256, members, rows, refused }) => [
        (0,lib_text/* escapeInvisible */.ts)(source),
        format,
        (0,preact.h)('span', { class: 'time' }, byteSize(bytes)),
        (0,preact.h)('code', { class: 'hash' }, sha256),
        ...[members.length, rows, refused].map(lib_text/* count */.U9),
    ];
    const heads = ['Source', 'Format', 'Size', 'SHA-256', 'Files', 'Rows', 'Unreadable'];
    return longTable('Exports', heads, exports, row);
}
function longTable(caption, heads, entries, row) {
    const cell = (content) => (0,preact.h)('td', null, content);
    const shown = entries.slice(0, rowLimit).map((entry) => (0,preact.h)('tr', null, row(entry).map(cell)));
    const hidden = entries.length - shown.length;
    const rest = hidden > 0 && (0,preact.h)('p', { class: 'soft' }, `The other ${(0,lib_text/* count */.U9)(hidden)} are in report.json.`);
    return scrollable(caption, table(caption, heads.map(columnHead), shown), rest);
}
function thresholdsSection({ thresholds, verdict }) {
    if (thresholds.length === 0)
        return null;
    const exceeded = thresholds.filter((outcome) => !outcome.passed).length;
    const item = (outcome) => threshold(outcome, verdict.word === 'error');
    return section('thresholds', 'Thresholds', (0,preact.h)('p', { class: 'soft' }, `${(0,lib_text/* count */.U9)(exceeded)} of ${(0,lib_text/* count */.U9)(thresholds.length)} exceeded.`), (0,preact.h)('ol', { class: 'thresholds' }, thresholds.map(item)));
}
const thresholdStates = {
    kept: 'Within',
    unproven: 'Not proven',
    exceeded: 'Exceeded',
    warned: 'Exceeded, warns only',
};
function stateOf({ passed, level }, isError) {
    if (passed)
        return isError ? 'unproven' : 'kept';
    return level === 'fail' ? 'exceeded' : 'warned';
}
function threshold(outcome, isError) {
    const { name, selector, observed, max, origin, contributors } = outcome;
    const state = stateOf(outcome, isError);
    const numbers = (0,preact.h)('p', { class: 'against' }, (0,preact.h)('b', null, (0,lib_text/* count */.U9)(observed)), ` found, limit ${(0,lib_text/* count */.U9)(max)}`);
    const words = (0,preact.h)('span', { class: 'state' }, thresholdStates[state]);
    return (0,preact.h)('li', { class: state }, (0,preact.h)('div', { class: 'title' }, (0,preact.h)('h3', null, (0,lib_text/* escapeInvisible */.ts)(name)), words, numbers), gauge(observed, max), (0,preact.h)('p', { class: 'soft' }, name !== selector && [(0,preact.h)('code', null, (0,lib_text/* escapeInvisible */.ts)(selector)), ' · '], (0,lib_text/* escapeInvisible */.ts)(origin)), contributors.length > 0 && (0,preact.h)('ul', null, contributors.map(contributor)));
}
/** Decoration: the text above it gives the same numbers. */
function gauge(observed, max) {
    const percent = linearScale(Math.max(observed, max, 1), 100);
    const within = percent(Math.min(observed, max));
    const beyond = percent(Math.max(observed - max, 0));
    const piece = (className, start, width, fill) => rect(className, [`${start}%`, 3, `${width}%`, 8], fill, 4);
    return (0,preact.h)('svg', { class: 'gauge', width: '100%', height: 14, 'aria-hidden': 'true', focusable: 'false' }, piece('track', 0, 100, '#e3e8ee'), piece('within', 0, within, '#8b97a5'), beyond > 0 && piece('beyond', within, beyond, '#55616f'), rect('limit', [`${Math.min(percent(max), 99.8)}%`, undefined, 2, 14], '#16202c'));
}
function contributor({ repository, rule, count: findings }) {
    const number = (0,preact.h)('b', null, (0,lib_text/* plural */.LS)(findings, 'finding'));
    return (0,preact.h)('li', null, number, ' ', (0,lib_text/* escapeInvisible */.ts)(repository), ' ', (0,preact.h)('code', null, (0,lib_text/* escapeInvisible */.ts)(rule)));
}
/** A fold for each rule with findings: advice, and a suppression to paste. */
function rulesSection({ counts, shortlist, evidence }) {
    const rules = (0,lib_text/* heaviestFirst */.O7)(counts.byRule);
    if (rules.length === 0)
        return null;
    const examples = new Map();
    for (const finding of shortlist)
        if (!examples.has(finding.rule))
            examples.set(finding.rule, finding);
    const hidden = rules.length - ruleLimit;
    const fold = ([rule, findings]) => ruleFold(rule, findings, examples.get(rule), evidence.startedAt);
    return section('rules', 'Rules', (0,preact.h)('p', { class: 'soft' }, report_advice/* historyAdvice */.Rz), rules.slice(0, ruleLimit).map(fold), hidden > 0 && (0,preact.h)('p', { class: 'soft' }, `${(0,lib_text/* count */.U9)(hidden)} more rules have fewer findings.`));
}
function ruleFold(rule, findings, example, startedAt) {
    const { what, rotate } = (0,report_advice/* ruleAdvice */.Bx)(rule);
    const name = (0,lib_text/* escapeInvisible */.ts)(rule);
    const link = (0,preact.h)('a', { href: `#rule=${encodeURIComponent(name)}` }, 'Show its findings');
    const summary = (0,preact.h)('summary', null, (0,preact.h)('code', null, name), example && (0,preact.h)('span', { class: `severity ${example.severity}` }, example.severity), (0,preact.h)('span', { class: 'soft' }, (0,lib_text/* plural */.LS)(findings, 'finding')));
    const acceptance = example &&
        (0,preact.h)('div', null, (0,preact.h)('h3', null, 'To accept one of them'), snippet((0,report_advice/* suppressionSnippet */.$B)(example, startedAt)));
    const advice = (0,preact.h)('div', null, (0,preact.h)('p', null, what), (0,preact.h)('p', null, rotate), (0,preact.h)('p', null, link));
    return (0,preact.h)('details', { class: 'rule' }, summary, (0,preact.h)('div', { class: 'advice' }, advice, acceptance));
}

;// CONCATENATED MODULE: ./lib/report/html/page.js
/** The whole page in one file that loads nothing; its policy runs only our script and style. */










/** The text of `report.html`. */
async function renderPage(report, history) {
    const payload = {
        bitbucketUrl: report.bitbucketUrl,
        startedAt: report.evidence.startedAt,
        findings: encodeFindings(report.shortlist),
    };
    const policy = await contentSecurityPolicy(pageScript, pageStyle);
    return [
        '<!DOCTYPE html>\n<html lang="en"><head>',
        markup(head(report, policy)),
        `<style>${pageStyle}</style></head>`,
        markup(body(report, history, payload)).replace(/<\/body>$/, ''),
        `<script type="application/json" id="findings-json">${inlineJson(payload)}</script>`,
        `<script>${pageScript}</script></body></html>\n`,
    ].join('');
}
function markup(child) {
    return (0,dist/* renderToString */.F0)((0,preact.h)(preact/* Fragment */.FK, null, child));
}
function head(report, policy) {
    const title = `${verdictTitles[report.verdict.word]} · ${scopeName(report)} · soteri-gate`;
    return [
        (0,preact.h)('meta', { charset: 'utf-8' }),
        (0,preact.h)('meta', { 'http-equiv': 'Content-Security-Policy', content: policy }),
        (0,preact.h)('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
        (0,preact.h)('meta', { name: 'color-scheme', content: 'light dark' }),
        (0,preact.h)('meta', { name: 'referrer', content: 'no-referrer' }),
        (0,preact.h)('meta', { name: 'generator', content: `${report.tool.name} ${report.tool.version}` }),
        (0,preact.h)('title', null, title),
    ];
}
function body(report, history, payload) {
    const { word, error } = report.verdict;
    return (0,preact.h)('body', { class: word }, (0,preact.h)('a', { class: 'skip', href: '#findings' }, 'Skip to the findings'), pageHeader(report), (0,preact.h)('main', null, error !== null && errorPanel(error, errors/* errorCatalogue */.OP[error.code].meaning), evidenceSection(report), thresholdsSection(report), picturesSection(report, history), findingsSection(report, payload), rulesSection(report)), pageFooter(report));
}
function pageFooter({ tool, runUrl }) {
    const link = runUrl !== null &&
        /^https?:\/\//i.test(runUrl) &&
        (0,preact.h)('p', null, (0,preact.h)('a', { href: runUrl, rel: 'noopener noreferrer' }, 'The run that wrote this page'));
    return (0,preact.h)('footer', null, (0,preact.h)('p', null, `${tool.name} ${tool.version}`), link);
}
/** `'sha256-…'` over the UTF-8 bytes of an inline script or style (CSP level 2). */
async function cspHash(text) {
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
    return `'sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}'`;
}
async function contentSecurityPolicy(script, style) {
    return [
        "default-src 'none'",
        `script-src ${await cspHash(script)}`,
        `style-src ${await cspHash(style)}`,
        "base-uri 'none'",
        "form-action 'none'",
    ].join('; ');
}
/** JSON for a `<script type="application/json">`: nothing in it can end the element or start a comment. */
function inlineJson(value) {
    return (0,report_escape/* jsonText */.s$)(value).replace(/[<>&]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`);
}


/***/ })

};
